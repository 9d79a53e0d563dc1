using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules.Schema;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>Loads the files of a feed into columns, and reports what a file, a row or a value has wrong by itself.</summary>
internal sealed class TableLoader(FeedReading reading, FieldJudge judge, int maxRows)
{
    private readonly Dictionary<string, IdDomain> domains = new(StringComparer.Ordinal);

    public IdDomain Domain(string name)
    {
        if (!this.domains.TryGetValue(name, out var domain))
        {
            this.domains[name] = domain = new IdDomain();
        }

        return domain;
    }

    public GtfsTable Load(TableSchema schema)
    {
        var isMissing = !reading.Has(schema.File);
        using var source = reading.Open(FeedTableKind.Of(schema));
        var table = new GtfsTable(schema, source?.File ?? schema.File, isMissing, schema.Columns.Select(column => Create(schema, column, source?.Column(column.Name) ?? -1)));
        if (source is not null)
        {
            ReadRows(source, table);
            if (table.Count == 0 && schema.Presence == Presence.Required)
            {
                reading.Report("empty_file", NoticeSeverity.Error, table.File, "The file has a header and no rows, but every feed needs some. Export it again.");
            }
        }

        return table;
    }

    private TableColumn Create(TableSchema schema, ColumnSchema column, int place)
    {
        if (column.IsText)
        {
            var isKey = schema.Key.Length == 1 && schema.Key[0] == column.Name;
            return new TextColumn(column, place, isKey, column.Domain is { } domain ? Domain(domain) : new IdDomain(), judge);
        }

        return column.Type is FieldType.Float or FieldType.Latitude or FieldType.Longitude
            ? new FloatColumn(column, place)
            : new IntColumn(column, place);
    }

    private void ReadRows(FeedTable source, GtfsTable table)
    {
        TableColumn[] present = [.. table.Columns.Where(column => column.IsPresent)];
        TableColumn[] recommended = [.. table.Columns.Where(column => !column.IsPresent && column.Schema.Presence == Presence.Recommended)];
        while (source.Read())
        {
            if (table.Count == maxRows)
            {
                source.Report("too_many_rows", NoticeSeverity.Error, -1, $"The file has more than {maxRows} rows; the rest was not read. Split the feed.");
                return;
            }

            foreach (var column in present)
            {
                if (!column.Read(source) && column.Schema.Presence > Presence.Optional)
                {
                    ReportEmpty(source, column);
                }
            }

            foreach (var column in recommended)
            {
                source.ReportField("missing_recommended_field", NoticeSeverity.Warning, column.Schema.Name, "The field should be filled in; the column is not there. Add it.");
            }

            table.Lines.Add(table.Count++, source.Line);
        }
    }

    private static void ReportEmpty(FeedTable source, TableColumn column)
    {
        if (column.Schema.Presence == Presence.Required)
        {
            source.Report("missing_required_field", NoticeSeverity.Error, column.Place, "The field must not be empty. Fill it in.");
        }
        else if (column.Schema.Presence == Presence.Recommended)
        {
            source.Report("missing_recommended_field", NoticeSeverity.Warning, column.Place, "The field should not be empty. Fill it in.");
        }
    }
}
