// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <roles.h>
#include <versionfacts.h>

#include <QList>
#include <QWidget>

#include <optional>

class QGridLayout;
class QLabel;

namespace nsl
{

/// A few rows of facts as plain, selectable labels. New rows reuse the labels that are there.
class LabelGrid : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LabelGrid)

public:
    struct Text
    {
        QString text;
        QString toolTip; ///< plain text
        bool secondary = false;
        bool number = false;
        bool monospace = false;
        std::optional<Tone> tone;
        bool stretch = false; ///< takes the rest of the row

        friend bool operator==(const Text &, const Text &) = default;
    };
    using Row = QList<Text>;

    explicit LabelGrid(QWidget *parent = nullptr);

    void setRows(const QList<Row> &rows);
    const QList<Row> &rows() const { return m_rows; }
    /// The width that the names in the first column need, and at least this much of it.
    int nameWidth() const;
    void setNameWidth(int width);
    /// Draws a quiet rule below each row.
    void setRuled(bool on);

    /// Rows for the fields of a version or run.
    static QList<Row> fieldRows(const QList<VersionDetails::Field> &fields);
    /// Rows for metrics with their reading against production.
    static QList<Row> metricRows(const QList<VersionDetails::MetricLine> &lines);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QGridLayout *m_grid;
    QList<QLabel *> m_labels;
    QList<Row> m_rows;
    bool m_ruled = false;
};

} // namespace nsl
