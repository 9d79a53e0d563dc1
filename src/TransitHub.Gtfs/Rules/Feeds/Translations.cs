using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Feeds;

/// <summary>
/// A translation names a table that the feed does not have (translation_unknown_table_name, WARNING), a row that does not
/// exist (translation_foreign_key_violation, ERROR), or a row in a way that its table does not allow
/// (translation_unexpected_value, missing_required_field, ERROR). It is never shown. Correct table_name, record_id,
/// record_sub_id or field_value.
/// <see href="https://gtfs.org/documentation/schedule/reference/#translationstxt"/>
/// </summary>
internal sealed class Translations() : FeedRule(UnknownTable, ForeignKey, Unexpected, Missing)
{
    private static readonly RuleCode UnknownTable = RuleCode.Warning("translation_unknown_table_name", "A translation names a table that the feed does not have.");
    private static readonly RuleCode ForeignKey = RuleCode.Error("translation_foreign_key_violation", "A translation names a row that does not exist.");
    private static readonly RuleCode Unexpected = RuleCode.Error("translation_unexpected_value", "A translation has a field that must be empty.");
    private static readonly RuleCode Missing = RuleCode.Error("missing_required_field", "A required field is empty.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.Translations);
        if (!table.HasColumn("table_name"))
        {
            return;
        }

        var (name, value, id, sub) = (table.Text("table_name"), table.Text("field_value"), table.Text("record_id"), table.Text("record_sub_id"));
        for (var row = 0; row < table.Count; row++)
        {
            if (!name.Has(row))
            {
                continue;
            }

            if (value.Has(row))
            {
                Forbid(table, row, id, report);
                Forbid(table, row, sub, report);
            }

            var parent = feed.Find(name.Text(row) + ".txt");
            if (parent is null || parent.IsMissing)
            {
                Add(UnknownTable, table, row, "table_name", "The feed has no file of this name. Correct table_name.", report);
            }
            else if (!value.Has(row))
            {
                CheckRecord(table, row, feed, parent, report);
            }
        }
    }

    private static void CheckRecord(GtfsTable table, int row, GtfsTables feed, GtfsTable parent, RuleReport report)
    {
        var (id, sub) = (table.Text("record_id"), table.Text("record_sub_id"));
        var key = parent.Schema.RecordKey ?? (parent.Schema.Key.Length <= 2 ? parent.Schema.Key : null);
        if (key is null || !Fits(table, row, id, key.Length >= 1, report) || !Fits(table, row, sub, key.Length >= 2, report) || key.Length == 0)
        {
            return;
        }

        var owner = parent.Text(key[0]);
        var isThere = owner.Domain.TryFind(id.Text(row), out var number)
            && (key.Length == 1 ? owner.Row(number) >= 0 : HasSubRecord(feed, parent, key, number, sub.Text(row)));
        if (!isThere)
        {
            Add(ForeignKey, table, row, "record_id", $"{parent.File} has no such row. Correct record_id and record_sub_id.", report);
        }
    }

    private static bool HasSubRecord(GtfsTables feed, GtfsTable parent, string[] key, int owner, string sub)
    {
        var (rows, column) = (feed.Group(parent, key[0]), parent.Column(key[1]));
        if (rows.CountOf(owner) == 0)
        {
            return false;
        }

        foreach (var row in rows.Of(owner))
        {
            if (column.Text(row) == sub)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Fits(GtfsTable table, int row, TextColumn column, bool isExpected, RuleReport report)
    {
        if (column.Has(row) && !isExpected)
        {
            Forbid(table, row, column, report);
        }
        else if (!column.Has(row) && isExpected)
        {
            Add(Missing, table, row, column.Schema.Name, "Rows of that table are named by this field. Fill it in, or use field_value.", report);
        }

        return column.Has(row) == isExpected;
    }

    private static void Forbid(GtfsTable table, int row, TextColumn column, RuleReport report)
    {
        if (column.Has(row))
        {
            Add(Unexpected, table, row, column.Schema.Name, "The field must be empty here. Remove it.", report);
        }
    }

    private static void Add(RuleCode code, GtfsTable table, int row, string field, string message, RuleReport report)
    {
        if (report.Wants(code))
        {
            report.Add(code, table, row, field, message,
                Detail("tableName", table.Column("table_name").Text(row)),
                Detail("recordId", table.Column("record_id").Text(row)),
                Detail("recordSubId", table.Column("record_sub_id").Text(row)));
        }
    }
}
