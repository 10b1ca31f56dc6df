// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "format.h"
#include "gzip.h"
#include "importjob.h"
#include "outcome.h"

#include <QDateTime>
#include <QFile>

#include <memory>

namespace nsl
{

/// The bytes of a device from where it stands.
class DeviceInput : public tabular::Input
{
public:
    explicit DeviceInput(QIODevice &device)
        : m_device(device)
    {
    }
    std::size_t read(char *to, std::size_t size) override;

private:
    QIODevice &m_device;
};

/// The file of an import: opened, recognised, unpacked where it is packed, and read record by record.
class ImportFile
{
public:
    explicit ImportFile(const ImportRequest &request);
    Q_DISABLE_COPY_MOVE(ImportFile)

    /// Invalid for what is no readable regular file.
    Outcome<Done> open();
    QFile &bytes() { return m_file; }
    /// Finds out how to read the file, makes the reader and reads the header of a table. A sentence about
    /// what is in the way, or nothing. Goes back to the start of the file.
    QString startReading();
    tabular::RecordReader &reader() { return *m_reader; }
    const tabular::FileFormat &format() const { return m_format; }
    bool isTable() const { return m_format.kind == tabular::FileFormat::Kind::Delimited; }
    /// Whether another program wrote to the file since it was opened.
    bool hasChanged() const;

private:
    QString recogniseFormat();

    const ImportRequest &m_request;
    QFile m_file;
    QDateTime m_modified;
    qint64 m_size = 0;
    tabular::FileFormat m_format;
    std::unique_ptr<DeviceInput> m_stored;
    std::unique_ptr<tabular::GzipInput> m_unpacked;
    std::unique_ptr<tabular::RecordReader> m_reader;
};

/// The separator as a person names it: "tab", "semicolon", or the characters themselves.
QString separatorName(const std::string &separator);

} // namespace nsl
