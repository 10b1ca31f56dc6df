// SPDX-License-Identifier: GPL-3.0-or-later
// Model families of the workspace's configuration: what is read, what is refused, and that such a program is
// trained, charted, stopped and served like ours.
#include "jobs/pluginfamilies.h"
#include "runningplatform.h"

#include <QCryptographicHash>
#include <QProcess>

using namespace nsl;

namespace
{

// Answers with the items in alphabetical order, backwards.
const QByteArray servingProgram = R"py(#!/usr/bin/env python3
import http.server, json, os, pathlib, sys
root = pathlib.Path(os.environ["NSL_WORKER_ROOT"])
assert sys.argv[1:3] == ["--flavour", "two words"], sys.argv
artifact = root / "model/artifact/items.json"
if sys.argv[-1] == "train":
    lines = (root / "input/data/items/items.jsonl").read_text().splitlines()
    artifact.parent.mkdir(parents=True, exist_ok=True)
    artifact.write_text(json.dumps(sorted((json.loads(line)["id"] for line in lines), reverse=True)))
    sys.exit(0)
items = json.loads(artifact.read_text())
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def handled(self):
        if self.headers.get("Authorization") != "Bearer " + os.environ["NSL_WORKER_TOKEN"]:
            self.answer(401, b"{}")
        elif self.path == "/ping":
            self.answer(200, b"{}")
        else:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            left = [item for item in items if item not in asked["exclude"]][: asked["limit"]]
            self.answer(200, json.dumps({"items": [[item, 1 / (n + 1)] for n, item in enumerate(left)],
                                         "used_default": False, "default_reason": None}).encode())
    do_GET = do_POST = handled
    def log_message(self, *words):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"#ready port={server.server_port}", flush=True)
server.serve_forever()
)py";

// Prints what trainers print, and some of what no platform can use.
const QByteArray quirksProgram = R"py(#!/usr/bin/env python3
import os, pathlib, sys
def point(name, value, step, rest="epoch=1"):
    print(f"#metric name={name} value={value} step={step} {rest}")
for i in range(1, 11):
    sys.stdout.write(f"\r{i * 10}%|####| {i}/10 [00:01<00:01]")
    point("after bar", i, i)
point("pr\u00e9cision", 1, "100.0")
point("odd", 1, -1)
point("no_epoch", 1, 1, "")
point("x" * 65, 1, 1)
for k in range(230):
    point(f"s{k:03d}", k, 1)
print("y" * 9000)
root = pathlib.Path(os.environ["NSL_WORKER_ROOT"]) / "model"
(root / "artifact").mkdir(parents=True, exist_ok=True)
(root / "artifact/x").write_text("x")
(root / "metrics.json").write_text('{"score": 1.0, "loss": NaN, "f1": null}')
)py";

// Says what it sees of its environment, without flushing, and waits until it may go on.
const QByteArray lookingProgram = R"py(#!/usr/bin/env python3
import os, pathlib, time
keys = ("HOME", "LANG", "CUDA_VISIBLE_DEVICES", "VIRTUAL_ENV", "PYTHONPATH", "PYTHONUNBUFFERED", "NSL_SECRET_X")
print("seen", [os.environ.get(key) for key in keys], bool(os.environ.get("PATH")))
root = pathlib.Path(os.environ["NSL_WORKER_ROOT"])
while not (root / "go").exists():
    time.sleep(0.02)
(root / "model/artifact").mkdir(parents=True, exist_ok=True)
(root / "model/artifact/x").write_text("x")
)py";

QByteArray readme()
{
    QFile file(QStringLiteral(NSL_SOURCE_DIR "/README.md"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString codeVersion(const QJsonObject &manifest)
{
    return manifest.value(u"environment"_qs).toObject().value(u"code_version"_qs).toString();
}

QString versionOf(const QByteArray &program)
{
    return u"sha256:"_qs +
           QString::fromLatin1(QCryptographicHash::hash(program, QCryptographicHash::Sha256).toHex());
}

/// The text of the README's block in a language.
QByteArray codeBlock(const QByteArray &language)
{
    const QByteArray text = readme();
    const qsizetype fence = text.indexOf("```" + language + "\n");
    const qsizetype from = fence + 4 + language.size();
    return fence < 0 ? QByteArray() : text.mid(from, text.indexOf("```", from) - from);
}

} // namespace

class TestJobsPlugins : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;

    QString inWorkspace(const QString &name) { return m_platform->store.folder.filePath(name); }
    QString program(const QString &name, const QByteArray &text)
    {
        QFile file(inWorkspace(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            qFatal("cannot write %s", qPrintable(name));
        file.write(text);
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return file.fileName();
    }
    void configure(const QByteArray &text)
    {
        QFile file(inWorkspace(u"platform.ini"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(text);
    }
    QJsonObject family(const QString &key)
    {
        for (const QJsonValue one : m_platform->get(u"/api/model-families"_qs).value("families").toArray()) {
            if (one.toObject().value(u"family_key"_qs) == key)
                return one.toObject();
        }
        return {};
    }
    QJsonObject metrics(const QString &jobName)
    {
        return m_platform->get(u"/api/training-jobs/metrics/"_qs + jobName).json();
    }
    /// config_digest by another program than ours: SHA-256 of the sorted, compact JSON of what counts.
    QByteArray digestByPython(const QJsonObject &manifest)
    {
        QProcess python;
        python.start(u"python3"_qs, {u"-c"_qs, uR"py(
import hashlib, json, sys
m = json.load(sys.stdin)
e, v = m.get("evaluation", {}), m.get("environment", {})
facts = {"template": m["template"], "family": m["family"], "options": m["options"],
         "dataset_digest": m["dataset"]["digest"], "protocol": e.get("protocol"), "split_digest": e.get("split_digest"),
         "code_version": v.get("code_version"), "torch_version": v.get("torch_version")}
text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
print(hashlib.sha256(text.encode()).hexdigest(), end="")
)py"_qs});
        python.write(QJsonDocument(manifest).toJson());
        python.closeWriteChannel();
        python.waitForFinished();
        return python.readAllStandardOutput();
    }
    QString approved(const QString &jobName)
    {
        return m_platform->post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, jobName}})
            .value("approval_status")
            .toString();
    }

private Q_SLOTS:
    void init()
    {
        m_platform = std::make_unique<RunningPlatform>(u"/none"_qs);
        m_platform->fill(20, 60, 20);
    }
    void cleanup() { m_platform.reset(); }

    void theExampleOfTheReadmeIsTrainedAndCharted()
    {
        const QByteArray code = codeBlock("python");
        const QByteArray configuration = codeBlock("ini");
        QVERIFY(code.count('\n') > 20 && code.count('\n') <= 31);
        QVERIFY(configuration.contains("program=recent_popularity.py"));
        program(u"recent_popularity.py"_qs, code);
        configure(configuration);
        QVERIFY(m_platform->start());

        const QJsonObject declared = family(u"recent-popularity"_qs);
        QCOMPARE(declared.value(u"name"_qs).toString(), u"Recent popularity"_qs);
        QCOMPARE(declared.value(u"source"_qs).toString(), u"tenant"_qs);
        QVERIFY(declared.value(u"enabled"_qs).toBool());
        QVERIFY(!declared.value(u"serves"_qs).toBool());
        QCOMPARE(declared.value(u"options"_qs).toArray().size(), 3); // decay, seed, threads

        const QString name = m_platform->train(u"recent-popularity"_qs, {{u"decay"_qs, 0.9}});
        QCOMPARE(m_platform->ended(name), u"Succeeded"_qs);
        const QJsonObject answer = metrics(name);
        const QJsonObject series = answer.value(u"series"_qs).toArray().first().toObject();
        QCOMPARE(series.value(u"name"_qs).toString(), u"top_item_share"_qs);
        QCOMPARE(series.value(u"unit"_qs).toString(), u"%"_qs);
        QCOMPARE(series.value(u"direction"_qs).toString(), u"min"_qs);
        QCOMPARE(series.value(u"points"_qs).toArray().size(), 20);
        // Every item is viewed equally often, so the last measurement is a twentieth, but for the days'
        // decay.
        const double last = series.value(u"points"_qs).toArray().last().toArray().at(4).toDouble();
        QVERIFY2(last > 4.9 && last < 5.2, qPrintable(QString::number(last)));
        QCOMPARE(answer.value(u"metrics"_qs).toObject().value(u"known_items"_qs).toInt(), 20);
        const QJsonObject manifest = answer.value(u"manifest"_qs).toObject();
        QCOMPARE(manifest.value(u"family"_qs).toString(), u"recent-popularity"_qs);
        QCOMPARE(manifest.value(u"options"_qs).toObject().value(u"decay"_qs).toDouble(), 0.9);
        QCOMPARE(manifest.value(u"artifact"_qs).toObject().value(u"sha256"_qs).toString().size(), 64);
        QCOMPARE(m_platform->job(name).value(u"config_digest"_qs).toString().toLatin1(),
                 digestByPython(manifest));
        const auto logs = m_platform->get(u"/api/training-jobs/logs/%1?q=20 items"_qs.arg(name));
        QCOMPARE(logs.value("logs").toArray().size(), 1);
        // It has no serving command: approved, but not promoted, nor tried.
        QCOMPARE(approved(name), u"Approved"_qs);
        const auto promoted = m_platform->post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, name}});
        QCOMPARE(promoted.status, 409);
        QCOMPARE(promoted.code(), u"cannot_serve"_qs);
        QVERIFY2(promoted.error().contains(u"serving command"_qs), qPrintable(promoted.error()));
        const auto tried = m_platform->get(u"/api/models/%1/recommendations?user_id=u1"_qs.arg(
            m_platform->job(name).value(u"model_id"_qs).toInteger()));
        QCOMPARE(tried.status, 409);
        // The same again, from its manifest.
        const auto again = m_platform->post(u"/api/training/start"_qs, {{u"from_job_name"_qs, name}});
        QCOMPARE(again.status, 200);
        const QString second = again.value("jobName").toString();
        QCOMPARE(m_platform->ended(second), u"Succeeded"_qs);
        QCOMPARE(m_platform->job(second).value(u"config_digest"_qs),
                 m_platform->job(name).value(u"config_digest"_qs));
        QCOMPARE(m_platform->job(second).value(u"metrics"_qs), m_platform->job(name).value(u"metrics"_qs));
        // An edited program is another version of the code, though it says nothing of that itself.
        QCOMPARE(codeVersion(manifest), versionOf(code));
        const QByteArray edited = code + "# edited\n";
        program(u"recent_popularity.py"_qs, edited);
        const QString third = m_platform->post(u"/api/training/start"_qs, {{u"from_job_name"_qs, name}})
                                  .value("jobName")
                                  .toString();
        QCOMPARE(m_platform->ended(third), u"Succeeded"_qs);
        const QJsonObject other = metrics(third).value(u"manifest"_qs).toObject();
        QCOMPARE(codeVersion(other), versionOf(edited));
        const QString digest = m_platform->job(third).value(u"config_digest"_qs).toString();
        QVERIFY(digest != m_platform->job(name).value(u"config_digest"_qs).toString());
        QCOMPARE(digest.toLatin1(), digestByPython(other));
    }

    void aServingProgramGoesLive()
    {
        program(u"alphabet.py"_qs, servingProgram);
        configure(
            "[family/alphabet]\nprogram = alphabet.py\nargs = --flavour \"two words\"\nserves = true\n");
        QVERIFY(m_platform->start());
        const QString name = m_platform->train(u"alphabet"_qs);
        QCOMPARE(m_platform->ended(name), u"Succeeded"_qs); // neither manifest.json nor metrics.json
        QCOMPARE(approved(name), u"Approved"_qs);
        const auto promoted = m_platform->post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, name}});
        QVERIFY2(promoted.status == 200, promoted.body.constData());
        QTRY_COMPARE_WITH_TIMEOUT(m_platform->get(u"/api/training-jobs/endpoint"_qs)
                                      .value("endpoint")
                                      .toObject()
                                      .value(u"status"_qs)
                                      .toString(),
                                  u"InService"_qs, RunningPlatform::deadline);
        const auto list = m_platform->core(u"/v1/recommendations?user_id=u1&limit=3&include_seen=true"_qs);
        QCOMPARE(list.status, 200);
        QCOMPARE(list.value("model").toObject().value(u"family"_qs).toString(), u"alphabet"_qs);
        QStringList ids;
        for (const QJsonValue row : list.value("data").toArray())
            ids.append(row.toObject().value(u"item_id"_qs).toString());
        QCOMPARE(ids, (QStringList{u"i9"_qs, u"i8"_qs, u"i7"_qs}));
    }

    void whatATrainerLosesIsSaid()
    {
        program(u"quirks.py"_qs, quirksProgram);
        configure("[family/quirks]\nprogram=quirks.py\n");
        QVERIFY(m_platform->start());
        const QString name = m_platform->train(u"quirks"_qs);
        QCOMPARE(m_platform->ended(name), u"Succeeded"_qs);
        const QJsonArray series = metrics(name).value(u"series"_qs).toArray();
        QCOMPARE(series.size(), 200);
        QCOMPARE(series.at(0).toObject().value(u"name"_qs).toString(), u"after bar"_qs);
        QCOMPARE(series.at(0).toObject().value(u"total"_qs).toInt(), 10);
        QCOMPARE(series.at(1).toObject().value(u"name"_qs).toString(), u"pr\u00e9cision"_qs);
        QCOMPARE(series.at(1).toObject().value(u"points"_qs).toArray().at(0).toArray().at(1).toInt(), 100);
        const QJsonObject job = m_platform->job(name);
        QCOMPARE(job.value(u"metrics"_qs).toObject(),
                 (QJsonObject{{u"score"_qs, 1.0}, {u"loss"_qs, u"NaN"_qs}}));
        QMap<QString, QJsonObject> warnings;
        for (const QJsonValue value : job.value(u"warnings"_qs).toArray())
            warnings.insert(value.toObject().value(u"code"_qs).toString(), value.toObject());
        QCOMPARE(QStringList(warnings.keys()),
                 (QStringList{u"cut_lines"_qs, u"dropped_signals"_qs, u"final_metrics"_qs, u"metric_epoch"_qs,
                              u"metric_name"_qs, u"metric_step"_qs, u"series_limit"_qs}));
        QCOMPARE(warnings[u"series_limit"_qs].value(u"count"_qs).toInt(), 32);
        const auto log = m_platform->get(u"/api/training-jobs/logs/%1?level=warning&limit=1000"_qs.arg(name));
        const QStringList lines = log.value("logs").toVariant().toStringList();
        for (const QJsonObject &warning : std::as_const(warnings)) {
            const QString text = warning.value(u"text"_qs).toString();
            QVERIFY2(lines.join(u'\n').contains(text), qPrintable(text));
        }
        QVERIFY(warnings[u"metric_step"_qs].value(u"text"_qs).toString().endsWith(u": odd."_qs));
        QVERIFY(warnings[u"final_metrics"_qs].value(u"text"_qs).toString().endsWith(u": f1."_qs));
    }

    void aProgramGetsItsEnvironmentAndIsNotBuffered()
    {
        program(u"look.py"_qs, lookingProgram);
        configure("[family/look]\nprogram=look.py\n");
        const QMap<QByteArray, QByteArray> values{{"LANG", "de_DE.UTF-8"},
                                                  {"CUDA_VISIBLE_DEVICES", "1"},
                                                  {"VIRTUAL_ENV", "/opt/venv"},
                                                  {"PYTHONPATH", "/opt/lib"},
                                                  {"NSL_SECRET_X", "not for it"}};
        QMap<QByteArray, QByteArray> before;
        for (auto it = values.begin(); it != values.end(); ++it) {
            before.insert(it.key(), qgetenv(it.key().constData()));
            qputenv(it.key().constData(), it.value());
        }
        const auto restore = qScopeGuard([&before] {
            for (auto it = before.begin(); it != before.end(); ++it) {
                if (it.value().isNull())
                    qunsetenv(it.key().constData());
                else
                    qputenv(it.key().constData(), it.value());
            }
        });
        QVERIFY(m_platform->start());
        const QString name = m_platform->train(u"look"_qs);
        // It is seen while the program still runs, though it does not flush.
        const auto said = [&] {
            return m_platform->get(u"/api/training-jobs/logs/%1?q=seen"_qs.arg(name))
                .value("logs")
                .toVariant()
                .toStringList()
                .join(u'\n');
        };
        QTRY_VERIFY_WITH_TIMEOUT(!said().isEmpty(), RunningPlatform::deadline);
        const QString expected =
            u"seen ['%1', 'de_DE.UTF-8', '1', '/opt/venv', '/opt/lib', '1', None] True"_qs.arg(
                qEnvironmentVariable("HOME"));
        QVERIFY2(said().contains(expected), qPrintable(said()));
        QFile go(inWorkspace(u"jobs/%1/go"_qs.arg(name)));
        QVERIFY(go.open(QIODevice::WriteOnly));
        go.close();
        QCOMPARE(m_platform->ended(name), u"Succeeded"_qs);
    }

    void aProgramIsStoppedAndItsFailureIsTold()
    {
        program(u"wait.sh"_qs, "#!/bin/sh\ntrap 'exit 143' TERM\necho '#progress phase=training'\nwhile :; "
                               "do sleep 0.05; done\n");
        program(u"fail.sh"_qs,
                "#!/bin/sh\necho 'No luck today.' > \"$NSL_WORKER_ROOT/output/failure\"\nexit 1\n");
        program(u"nothing.sh"_qs, "#!/bin/sh\nexit 0\n");
        program(u"liar.sh"_qs,
                "#!/bin/sh\ncd \"$NSL_WORKER_ROOT\"\nmkdir -p model/artifact\necho x > model/artifact/x\n"
                "echo '{\"artifact\":{\"sha256\":\"abc\"}}' > model/manifest.json\n");
        configure("[family/wait]\nprogram=wait.sh\n[family/fail]\nprogram=fail.sh\n"
                  "[family/nothing]\nprogram=nothing.sh\n[family/liar]\nprogram=liar.sh\n");
        QVERIFY(m_platform->start());
        const QString waits = m_platform->train(u"wait"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(
            m_platform->job(waits).value(u"progress"_qs).toObject().value(u"phase"_qs).toString(),
            u"training"_qs, RunningPlatform::deadline);
        QCOMPARE(m_platform->post(u"/api/training-jobs/stop"_qs, {{u"job_name"_qs, waits}}).status, 200);
        QCOMPARE(m_platform->ended(waits), u"Stopped"_qs);
        for (const auto &[key, reason] :
             {std::pair(u"fail"_qs, u"No luck today."_qs), std::pair(u"nothing"_qs, u"artifact"_qs),
              std::pair(u"liar"_qs, u"checksum"_qs)}) {
            const QString name = m_platform->train(key);
            QCOMPARE(m_platform->ended(name), u"Failed"_qs);
            const QString said = m_platform->job(name).value(u"failure_reason"_qs).toString();
            QVERIFY2(said.contains(reason), qPrintable(said));
        }
    }

    void aWrongEntryDisablesItsFamilyAlone()
    {
        program(u"good.sh"_qs,
                "#!/bin/sh\ncd \"$NSL_WORKER_ROOT\"\nmkdir -p model/artifact\necho x > model/artifact/x\n");
        configure("[family/good]\nprogram=good.sh\n[family/bad]\nprogram=missing.sh\nname=Bad one\n");
        QVERIFY(m_platform->start());
        const QJsonObject bad = family(u"bad"_qs);
        QVERIFY(!bad.value(u"enabled"_qs).toBool());
        QVERIFY(bad.value(u"disabled_reason"_qs).toString().contains(u"missing.sh"_qs));
        const auto refused = m_platform->post(
            u"/api/training/start"_qs, {{u"template_id"_qs, 1}, {u"family_id"_qs, bad.value(u"id"_qs)}});
        QCOMPARE(refused.status, 400);
        QCOMPARE(refused.code(), u"family_disabled"_qs);
        QVERIFY2(refused.error().contains(u"missing.sh"_qs), qPrintable(refused.error()));
        const QString good = m_platform->train(u"good"_qs);
        QCOMPARE(m_platform->ended(good), u"Succeeded"_qs);
        QCOMPARE(approved(good), u"Approved"_qs);

        // Its entry is taken out: the family and its versions stay, and are not trained or served any more.
        QVERIFY(m_platform->stop());
        configure("");
        QVERIFY(m_platform->start());
        QVERIFY(!family(u"good"_qs).value(u"enabled"_qs).toBool());
        QCOMPARE(family(u"good"_qs).value(u"version_count"_qs).toInt(), 1);
        QCOMPARE(m_platform->post(u"/api/training/start"_qs, {{u"from_job_name"_qs, good}}).status, 400);
        QCOMPARE(m_platform->post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, good}}).code(),
                 u"cannot_serve"_qs);
    }

    void mistakesAreNamedWithTheirPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("words");
        const auto options = [](const char *json) {
            return QByteArray("[family/x]\nprogram=p.sh\noptions=") + json + '\n';
        };
        const QString section = u"[family/x]"_qs;
        QTest::newRow("no program") << QByteArray("\n[family/x]\nname=X\n")
                                    << QStringList{section, u"line 2"_qs, u"program is missing"_qs};
        QTest::newRow("not executable")
            << QByteArray("[family/x]\nprogram=plain.txt\n") << QStringList{u"line 2"_qs, u"plain.txt"_qs};
        QTest::newRow("unknown key") << QByteArray("[family/x]\nprogram=p.sh\nserve=true\n")
                                     << QStringList{u"line 3"_qs, u"\"serve\""_qs, u"serves"_qs};
        QTest::newRow("twice") << QByteArray("[family/x]\nprogram=p.sh\nprogram=p.sh\n")
                               << QStringList{u"line 3"_qs, u"second time"_qs};
        QTest::newRow("no equals") << QByteArray("[family/x]\nprogram=p.sh\nhello\n")
                                   << QStringList{u"line 3"_qs};
        QTest::newRow("serves") << QByteArray("[family/x]\nprogram=p.sh\nserves=yes\n")
                                << QStringList{u"line 3"_qs, u"true or false"_qs};
        QTest::newRow("model type") << QByteArray("[family/x]\nprogram=p.sh\nmodel_type=llm\n")
                                    << QStringList{u"embedder"_qs, u"\"llm\""_qs};
        QTest::newRow("long name") << QByteArray("[family/x]\nprogram=p.sh\nname=" + QByteArray(300, 'n') +
                                                 '\n')
                                   << QStringList{u"name"_qs, u"200"_qs};
        QTest::newRow("key") << QByteArray("[family/No Good]\nprogram=p.sh\n")
                             << QStringList{u"No Good"_qs, u"line 1"_qs, u"small letters"_qs};
        QTest::newRow("shipped key") << QByteArray("[family/popularity]\nprogram=p.sh\n")
                                     << QStringList{u"popularity"_qs, u"already"_qs};
        QTest::newRow("options no JSON")
            << options("[{]") << QStringList{u"line 3"_qs, u"options"_qs, u"character"_qs};
        QTest::newRow("options no file") << options("none.json") << QStringList{u"none.json"_qs};
        QTest::newRow("option name") << options(R"([{"name":"A b","type":"boolean","default":true}])")
                                     << QStringList{u"legal name"_qs};
        QTest::newRow("option type") << options(R"([{"name":"a","type":"float","default":1}])")
                                     << QStringList{u"\"a\""_qs, u"type"_qs};
        QTest::newRow("option range") << options(R"([{"name":"a","type":"number","default":1}])")
                                      << QStringList{u"minimum and maximum"_qs};
        QTest::newRow("option default")
            << options(R"([{"name":"a","type":"integer","default":9,"minimum":1,"maximum":3}])")
            << QStringList{u"default"_qs, u"from 1 to 3"_qs};
        QTest::newRow("option choices")
            << options(R"([{"name":"a","type":"choice","default":9}])") << QStringList{u"choices"_qs};
        QTest::newRow("option twice")
            << options(
                   R"([{"name":"a","type":"boolean","default":true},{"name":"a","type":"boolean","default":true}])")
            << QStringList{u"again"_qs};
        QTest::newRow("option family")
            << options(R"([{"name":"family","type":"boolean","default":true}])") << QStringList{u"family"_qs};
    }
    void mistakesAreNamedWithTheirPlace()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QStringList, words);
        program(u"p.sh"_qs, "#!/bin/sh\n");
        QFile plain(inWorkspace(u"plain.txt"_qs));
        QVERIFY(plain.open(QIODevice::WriteOnly) &&
                plain.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        configure(text);
        const PluginFamilies read = readPluginFamilies(inWorkspace(u"platform.ini"_qs));
        QCOMPARE(read.problems.size(), 1);
        QVERIFY2(read.problems.first().contains(u"platform.ini"_qs), qPrintable(read.problems.first()));
        for (const QString &word : words)
            QVERIFY2(read.problems.first().contains(word), qPrintable(read.problems.first()));
        for (const PluginFamily &plugin : read.families) {
            QVERIFY(!plugin.family.enabled);
            QCOMPARE(plugin.family.disabledReason, read.problems.first());
        }
    }

    void everyKeyIsRead()
    {
        program(u"p.sh"_qs, "#!/bin/sh\n");
        program(u"o.json"_qs, R"([{"name":"depth","type":"integer","default":3,"minimum":1,"maximum":9},
            {"name":"kind","type":"choice","default":"a","choices":["a","b"]},
            {"name":"seed","type":"integer","default":5,"minimum":0,"maximum":10}])");
        configure("; a comment\n[worker]\nprogram=/other\n\n[family/full]\nprogram=p.sh\nargs=-u \"a b\"\n"
                  "name=\"Full, with a comma\"\nmodel_type=ranker\nserves=true\noptions=o.json\n"
                  "architecture=A; with a semicolon\nobjective=O\n[jobs]\nmax_running=2\n");
        const PluginFamilies read = readPluginFamilies(inWorkspace(u"platform.ini"_qs));
        QVERIFY2(read.problems.isEmpty(), qPrintable(read.problems.join(u' ')));
        QCOMPARE(read.families.size(), 1);
        const PluginFamily &plugin = read.families.first();
        QCOMPARE(plugin.program, inWorkspace(u"p.sh"_qs));
        QCOMPARE(plugin.arguments.first(), u"-u"_qs);
        QCOMPARE(plugin.family.name, u"Full, with a comma"_qs);
        QCOMPARE(plugin.family.modelType, u"ranker"_qs);
        QVERIFY(plugin.family.serves && plugin.family.enabled);
        QCOMPARE(plugin.family.architecture, u"A; with a semicolon"_qs);
        QStringList names;
        for (const FamilyOption &option : plugin.family.options)
            names.append(option.name);
        QCOMPARE(names, (QStringList{u"depth"_qs, u"kind"_qs, u"seed"_qs, u"threads"_qs}));
        QVERIFY(readPluginFamilies(inWorkspace(u"none.ini"_qs)).families.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestJobsPlugins)
#include "tst_jobs_plugins.moc"
