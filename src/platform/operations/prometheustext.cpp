// SPDX-License-Identifier: GPL-3.0-or-later
#include "operations/prometheustext.h"

#include <QFile>
#include <QFileInfo>

#include <cmath>

#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

QByteArray escaped(const QString &text, bool isLabel)
{
    QByteArray bytes = text.toUtf8();
    bytes.replace('\\', "\\\\").replace('\n', "\\n");
    return isLabel ? bytes.replace('"', "\\\"") : bytes;
}

QByteArray sampleNumber(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    return QByteArray::number(value, 'g', 17);
}

/// Resident bytes: the second number of /proc/self/statm, in pages.
qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QFile::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * qint64(::sysconf(_SC_PAGESIZE));
}

void addProcess(PrometheusText &page)
{
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    page.family(u"process_cpu_seconds_total"_s, u"counter"_s, u"CPU time of the platform's process."_s);
    page.sample(seconds(usage.ru_utime) + seconds(usage.ru_stime));
    page.family(u"process_resident_memory_bytes"_s, u"gauge"_s, u"Resident memory of the process."_s);
    page.sample(residentBytes());
    page.family(u"nsl_platform_info"_s, u"gauge"_s, u"Always 1; the version is a label."_s);
    page.sample(qint64(1), {{u"version"_s, QStringLiteral(NSL_VERSION)}});
}

} // namespace

void PrometheusText::family(const QString &name, const QString &type, const QString &help)
{
    m_family = name.toLatin1();
    m_text += "# HELP " + m_family + ' ' + escaped(help, false) + '\n';
    m_text += "# TYPE " + m_family + ' ' + type.toLatin1() + '\n';
}

void PrometheusText::sample(double value, const Labels &labels)
{
    sampleText(sampleNumber(value), labels);
}

void PrometheusText::sample(qint64 value, const Labels &labels)
{
    sampleText(QByteArray::number(value), labels);
}

void PrometheusText::sampleText(const QByteArray &value, const Labels &labels)
{
    m_text += m_family;
    if (!labels.isEmpty()) {
        QByteArrayList pairs;
        for (const auto &[name, text] : labels)
            pairs.append(name.toLatin1() + "=\"" + escaped(text, true) + '"');
        m_text += '{' + pairs.join(',') + '}';
    }
    m_text += ' ' + value + '\n';
}

void addPlatformMetrics(PrometheusText &page, SqliteStore &store)
{
    addProcess(page);
    page.family(u"nsl_jobs"_s, u"gauge"_s, u"Training jobs by status; deleted ones are not counted."_s);
    for (const auto counts = store.jobs().countsByStatus(); const auto &[status, count] : counts)
        page.sample(count, {{u"status"_s, status}});
    page.family(u"nsl_endpoint_in_service"_s, u"gauge"_s,
                u"1 while the endpoint is InService; its status and version are labels."_s);
    for (const auto endpoints = store.endpoints().list(); const Endpoint &endpoint : endpoints) {
        page.sample(qint64(endpoint.status == EndpointStatus::InService ? 1 : 0),
                    {{u"endpoint"_s, endpoint.name},
                     {u"status"_s, toText(endpoint.status.value)},
                     {u"version"_s, endpoint.activeVersion ? displayName(*endpoint.activeVersion) : u""_s}});
    }
    page.family(u"nsl_imports"_s, u"gauge"_s, u"Imports of files by status."_s);
    for (const auto counts = store.imports().countsByStatus(); const auto &[status, count] : counts)
        page.sample(count, {{u"status"_s, status}});
    page.family(u"nsl_events"_s, u"gauge"_s, u"Recorded events."_s);
    page.sample(store.events().count());
    page.family(u"nsl_items"_s, u"gauge"_s, u"Items of the catalogue, inactive ones included."_s);
    page.sample(store.items().count());
    page.family(u"nsl_database_bytes"_s, u"gauge"_s, u"Size of the database with its write-ahead log."_s);
    page.sample(QFileInfo(store.file()).size() + QFileInfo(store.file() + u"-wal"_s).size());
    page.family(u"nsl_rev"_s, u"counter"_s, u"The newest rev of any record."_s);
    page.sample(store.rev());
}

} // namespace nsl
