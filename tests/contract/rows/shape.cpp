// SPDX-License-Identifier: GPL-3.0-or-later
#include "shape.h"

#include "jsonread.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace
{

struct Node
{
    QString type; ///< "{", "[" or a type's word
    bool mayBeNull = false;
    QList<std::pair<QString, Node>> parts; ///< of an object; of an array one, without a name
};

class Parser
{
public:
    explicit Parser(const QString &text)
    {
        static const QRegularExpression token(QStringLiteral("[A-Za-z0-9_@-]+|[{}\\[\\]:?]"));
        for (auto it = token.globalMatch(text); it.hasNext();)
            m_tokens.append(it.next().captured());
    }

    Node parse()
    {
        Node node;
        node.type = take();
        if (node.type == u'{') {
            while (peek() != u'}') {
                const QString key = take();
                if (take() != u':')
                    qFatal("A shape wants ':' after %s.", qPrintable(key));
                node.parts.append({key, parse()});
            }
            take();
        } else if (node.type == u'[') {
            node.parts.append({QString(), parse()});
            take();
        } else if (node.type.startsWith(u'@')) {
            const QString named = namedShape(node.type.mid(1));
            if (named.isEmpty())
                qFatal("There is no shape %s.", qPrintable(node.type));
            node = Parser(named).parse();
        }
        if (peek() == u'?') {
            take();
            node.mayBeNull = true;
        }
        return node;
    }

private:
    QString peek() const { return m_tokens.value(m_at); }
    QString take()
    {
        if (m_at >= m_tokens.size())
            qFatal("A shape ends too early.");
        return m_tokens.at(m_at++);
    }

    QStringList m_tokens;
    qsizetype m_at = 0;
};

bool matches(const QJsonValue &value, const char *pattern)
{
    return value.isString() && QRegularExpression(QRegularExpression::anchoredPattern(QLatin1String(pattern)))
                                   .match(value.toString())
                                   .hasMatch();
}

bool isOfType(const QJsonValue &value, const QString &type)
{
    if (type == u"any")
        return true;
    if (type == u"int" || type == u"unix")
        return value.isDouble() && nsl::json::toInteger(value).has_value();
    if (type == u"num")
        return value.isDouble();
    if (type == u"text")
        return value.isString();
    if (type == u"id")
        return matches(value, "[0-9]{1,19}");
    if (type == u"bool")
        return value.isBool();
    if (type == u"time")
        return matches(value, "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z");
    if (type == u"sha")
        return matches(value, "[0-9a-f]{64}");
    if (type == u"object")
        return value.isObject();
    if (type == u"array")
        return value.isArray();
    qFatal("There is no type %s.", qPrintable(type));
}

void compare(const QJsonValue &value, const Node &node, const QString &path, QStringList &complaints)
{
    if (value.isUndefined()) {
        complaints.append(path + QStringLiteral(" is missing"));
        return;
    }
    if (value.isNull() && node.mayBeNull)
        return;
    if (node.type == u'{') {
        if (!value.isObject()) {
            complaints.append(path + QStringLiteral(" is no object"));
            return;
        }
        for (const auto &[key, part] : node.parts)
            compare(value.toObject().value(key), part, path + u'.' + key, complaints);
    } else if (node.type == u'[') {
        if (!value.isArray()) {
            complaints.append(path + QStringLiteral(" is no array"));
            return;
        }
        const QJsonArray rows = value.toArray();
        for (qsizetype i = 0; i < rows.size(); ++i)
            compare(rows.at(i), node.parts.first().second, path + QStringLiteral("[%1]").arg(i), complaints);
    } else if (!isOfType(value, node.type)) {
        complaints.append(
            QStringLiteral("%1 is no %2: %3")
                .arg(path, node.type,
                     QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact))));
    }
}

} // namespace

QStringList Shape::complaints(const QJsonValue &value, const QString &shape)
{
    QStringList complaints;
    compare(value, Parser(shape).parse(), QStringLiteral("answer"), complaints);
    return complaints;
}

QString namedShape(const QString &name)
{
    static const QHash<QString, QString> all{
        {QStringLiteral("eventtype"),
         QStringLiteral("{event_id:int event_name:text value:int event_count:int id:int name:text weight:int "
                        "last_event_at:time? created_at:time rev:int}")},
        {QStringLiteral("template"),
         QStringLiteral("{id:int name:text status:text event_types:[{id:int name:text weight:int}] "
                        "thresholds:{per_signal_min:int total_min:int} family_id:int? rev:int "
                        "created_at:time updated_at:time}")},
        {QStringLiteral("job"),
         QStringLiteral(
             "{id:int job_name:text display_name:text label:text description:text status:text "
             "created_at:time started_at:time? completed_at:time? updated_at:time template_id:int "
             "model_id:int? family_id:int version:int? approval_status:text? metrics:object "
             "failure_reason:text? execution_arn:text sageMaker:{pipelineExecutionStatus:text "
             "trainingJobName:text trainingJobArn:text} progress:{phase:text? epoch:num epochs:int "
             "step:int steps:int fraction:num?} duration_seconds:num? training_options:object "
             "warnings:[{code:text text:text count:int}] manifest_digest:text? config_digest:text? "
             "rev:int}")},
        {QStringLiteral("jobsummary"),
         QStringLiteral("{id:int job_name:text display_name:text label:text status:text created_at:time "
                        "version:int? approval_status:text? progress:object rev:int}")},
        {QStringLiteral("family"),
         QStringLiteral("{id:int family_key:text name:text architecture:text objective:text model_type:text "
                        "source:text is_default:bool enabled:bool options:[{name:text type:text default:any "
                        "minimum:num? maximum:num?}] production_version:int? version_count:int "
                        "latest_version:int? rev:int created_at:time}")},
        {QStringLiteral("version"),
         QStringLiteral(
             "{id:int family_id:int family_name:text version:int job_name:text name:text label:text "
             "description:text source:text approval_status:text approved_by:text? approved_at:time? "
             "approval_comment:text? lifecycle_state:text live_on:[{endpoint_id:int "
             "endpoint_name:text}] metrics:object manifest_digest:text config_digest:text "
             "artifact_sha256:text rev:int created_at:time updated_at:time}")},
        {QStringLiteral("ref"), QStringLiteral("{model_id:int family_id:int family_name:text version:int "
                                               "label:text job_name:text}")},
        {QStringLiteral("endpoint"),
         QStringLiteral("{id:int endpoint_name:text model_type:text is_default:bool context_ids:[text] "
                        "status:text status_since:time active_version:@ref? pending_version:@ref? "
                        "active_job_name:text? last_promoted_at:time? last_promoted_by:text? "
                        "failure_reason:text? rev:int url:text?}")},
        {QStringLiteral("deployment"),
         QStringLiteral("{id:int endpoint_id:int from:@ref? to:@ref status:text phase:text? reason:text? "
                        "comment:text? actor:text started_at:time ended_at:time?}")},
        {QStringLiteral("key"),
         QStringLiteral("{id:int name:text environment:text? scopes:[text] revoked:bool prefix:text "
                        "last_used_at:time? created_at:time}")},
        {QStringLiteral("import"),
         QStringLiteral("{id:int status:text rows:int inserted:int duplicates:int extra_columns:[text] "
                        "errors:[{line:int column:text? message:text}] bytes:int bytes_total:int "
                        "from:time? to:time? notes:[{code:text text:text count:int}]}")},
        {QStringLiteral("journal"),
         QStringLiteral("{id:int at:time actor:{kind:text key_id:int? name:text os_user:text?} action:text "
                        "object:text before:any? after:any? comment:text? request_id:text? hash:sha}")},
        {QStringLiteral("item"),
         QStringLiteral("{id:text object:text name:text description:text? metadata:object active:bool "
                        "created:unix updated_at:unix}")},
        {QStringLiteral("event"), QStringLiteral("{id:id object:text user_id:text item_id:text type:text "
                                                 "created:unix metadata:object}")},
        {QStringLiteral("items"), QStringLiteral("{object:text data:[@item] has_more:bool next_cursor:text? "
                                                 "url:text}")},
        {QStringLiteral("events"),
         QStringLiteral("{object:text data:[@event] has_more:bool next_cursor:text? "
                        "url:text}")},
        {QStringLiteral("recommendation"),
         QStringLiteral("{id:text object:text item_id:text entity_id:text rank:int score:num name:text "
                        "description:text? metadata:object item:@item}")},
        {QStringLiteral("recommendations"),
         QStringLiteral("{object:text url:text request_id:text data:[@recommendation] "
                        "recommendations:[@recommendation] has_more:bool next_cursor:text? limit:int "
                        "quantity:int mode:text processing_time_ms:num embedding_info:{source:text "
                        "used_default:bool default_reason:text? dimension:int? expected_dimension:int?} "
                        "cold_start_fallback_used:bool model:{family:text version:int job_name:text}?}")},
        {QStringLiteral("deleteditem"),
         QStringLiteral("{message:text itemId:text deletedCount:int processing_time_ms:num}")},
    };
    return all.value(name);
}
