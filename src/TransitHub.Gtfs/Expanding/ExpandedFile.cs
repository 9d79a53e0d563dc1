using System.Text;
using TransitHub.Gtfs.Merging;
using TransitHub.Gtfs.Time;
using TransitHub.Gtfs.Writing;

namespace TransitHub.Gtfs.Expanding;

/// <summary>One table on its way into the expanded feed.</summary>
internal sealed class ExpandedFile(string file, MergeTable table, TemplatePlan plan, bool alsoInexact)
{
    private readonly MergedRow row = new(table.Columns.Length);
    private readonly Dictionary<string, List<string[]>> templates = new(StringComparer.Ordinal);

    /// <summary>Whether a row of frequencies.txt has become trips.</summary>
    public static bool IsWritten(MergeTable table, TemplatePlan plan, bool alsoInexact) =>
        (alsoInexact || table.Text(table.Column("exact_times")) == "1") && plan.Templates.ContainsKey(table.Text(table.Column("trip_id")));

    /// <summary>Writes it, and gives the number of rows that are left out because they name a template that is no trip any more.</summary>
    public int Write(BlockWriter csv, CancellationToken cancellation)
    {
        csv.Add(Encoding.UTF8.GetBytes(string.Join(',', table.Columns) + "\n"));
        var leftOut = 0;
        while (table.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (file == "frequencies.txt" ? IsWritten(table, plan, alsoInexact) : IsOfTemplate(out var template) && !Keeps(template, ref leftOut))
            {
                continue;
            }

            this.row.Clear();
            for (var column = 0; column < table.Columns.Length; column++)
            {
                this.row.Add(table[column]);
            }

            this.row.WriteTo(csv);
        }

        foreach (var (id, rows) in this.templates)
        {
            WriteOut(plan.Templates[id], rows, csv);
        }

        return leftOut;
    }

    private bool IsOfTemplate(out string template)
    {
        for (var column = 0; column < table.Columns.Length; column++)
        {
            var name = table.Columns[column];
            var names = name.EndsWith("trip_id", StringComparison.Ordinal)
                || (name == "record_id" && file == "translations.txt" && table.Text(table.Column("table_name")) is "trips" or "stop_times");
            if (names && table.Text(column) is var id && plan.Templates.ContainsKey(id))
            {
                template = id;
                return true;
            }
        }

        template = string.Empty;
        return false;
    }

    /// <summary>Takes a template's row down to be written for each departure; whether it stays as it is as well.</summary>
    private bool Keeps(string template, ref int leftOut)
    {
        if (file is "trips.txt" or "stop_times.txt" or "translations.txt")
        {
            (this.templates.TryGetValue(template, out var rows) ? rows : this.templates[template] = []).Add([.. Enumerable.Range(0, table.Columns.Length).Select(table.Text)]);
        }
        else if (plan.Templates[template].IsWhole)
        {
            leftOut++;
        }

        return !plan.Templates[template].IsWhole;
    }

    private void WriteOut(TemplatePlan.Template template, List<string[]> rows, BlockWriter csv)
    {
        foreach (var (shift, id) in template.Departures)
        {
            foreach (var fields in rows)
            {
                this.row.Clear();
                for (var column = 0; column < fields.Length; column++)
                {
                    this.row.Add(Encoding.UTF8.GetBytes((file, table.Columns[column]) switch
                    {
                        (_, "trip_id") or ("translations.txt", "record_id") => id,
                        ("trips.txt", "block_id") => string.Empty,
                        ("stop_times.txt", "arrival_time" or "departure_time") => Shifted(fields[column], shift),
                        _ => fields[column],
                    }));
                }

                this.row.WriteTo(csv);
            }
        }
    }

    private static string Shifted(string text, int seconds) =>
        ServiceTime.TryParse(text, out var time) ? ServiceTime.FromSeconds(time.Seconds + seconds).ToString() : text;
}
