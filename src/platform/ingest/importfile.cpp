// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/importfile.h"

#include <QFileInfo>

#include <string>

namespace nsl
{

using namespace Qt::StringLiterals;

std::size_t DeviceInput::read(char *to, std::size_t size)
{
    const qint64 count = m_device.read(to, qint64(size));
    if (count < 0)
        throw tabular::InputError("The file cannot be read: " + m_device.errorString().toStdString() + ".");
    return std::size_t(count);
}

QString separatorName(const std::string &separator)
{
    if (separator == "\t")
        return u"tab"_s;
    if (separator == ",")
        return u"comma"_s;
    if (separator == ";")
        return u"semicolon"_s;
    return QString::fromStdString(separator);
}

ImportFile::ImportFile(const ImportRequest &request)
    : m_request(request)
    , m_file(request.path)
{
}

Outcome<Done> ImportFile::open()
{
    const QFileInfo info(m_request.path);
    // Asked before opening: opening a pipe would wait for its writer.
    if (!info.exists())
        return PlatformError::invalid(u"There is no file %1."_s.arg(m_request.path), u"file_not_found"_s);
    if (!info.isFile())
        return PlatformError::invalid(u"%1 is not a regular file."_s.arg(m_request.path), u"not_a_file"_s);
    if (!m_file.open(QFile::ReadOnly)) {
        return PlatformError::invalid(
            u"The file %1 cannot be read: %2."_s.arg(m_request.path, m_file.errorString()),
            u"file_unreadable"_s);
    }
    m_modified = info.lastModified();
    m_size = m_file.size();
    return Done();
}

bool ImportFile::hasChanged() const
{
    const QFileInfo now(m_request.path);
    return now.size() != m_size || now.lastModified() != m_modified;
}

QString ImportFile::recogniseFormat()
{
    std::string head(tabular::recognisedBytes, '\0');
    const auto readHead = [&head](tabular::Input &input) {
        std::size_t size = 0;
        while (size < head.size()) {
            const std::size_t more = input.read(head.data() + size, head.size() - size);
            if (more == 0)
                break;
            size += more;
        }
        return std::string_view(head).substr(0, size);
    };
    const auto startAgain = [this] {
        m_file.seek(0);
        m_unpacked.reset();
        m_stored = std::make_unique<DeviceInput>(m_file);
    };
    startAgain();
    std::string_view start = readHead(*m_stored);
    const bool isPacked = tabular::isGzip(start);
    if (isPacked) {
        startAgain();
        m_unpacked = std::make_unique<tabular::GzipInput>(*m_stored);
        start = readHead(*m_unpacked);
    }
    m_format = tabular::recognise(start, QFileInfo(m_request.path).fileName().toStdString(),
                                  m_request.separator.toStdString());
    if (m_format.kind == tabular::FileFormat::Kind::Unreadable)
        return QString::fromStdString(m_format.reason);
    for (const QString &column : m_request.columns)
        m_format.delimited.columns.push_back(column.toStdString());
    startAgain();
    if (isPacked)
        m_unpacked = std::make_unique<tabular::GzipInput>(*m_stored);
    return {};
}

QString ImportFile::startReading()
{
    try {
        if (const QString mistake = recogniseFormat(); !mistake.isEmpty())
            return mistake;
    } catch (const tabular::InputError &error) {
        return QString::fromUtf8(error.what());
    }
    tabular::Input &input = m_unpacked ? static_cast<tabular::Input &>(*m_unpacked) : *m_stored;
    if (!isTable()) {
        m_reader = tabular::makeReader(input, m_format);
        return {};
    }
    auto table = std::make_unique<tabular::DelimitedReader>(input, m_format.delimited);
    const auto result = table->readHeader();
    m_reader = std::move(table);
    if (result == tabular::RecordReader::Result::End)
        return u"The file is empty."_s;
    return result == tabular::RecordReader::Result::Record ? QString()
                                                           : QString::fromStdString(m_reader->message());
}

} // namespace nsl
