using System.IO.Compression;
using System.Text;
using TransitHub.Gtfs.Building.Tables;
using TransitHub.Gtfs.Sources;
using TransitHub.Gtfs.Time;
using TransitHub.Gtfs.Writing;

namespace TransitHub.Gtfs.Merging;

/// <summary>Writes what was planned.</summary>
internal sealed class MergeWriter(IReadOnlyList<MergeInput> inputs, MergeOptions options, MergePlan plan, MergeStations stations, string version)
{
    private readonly List<MergedFile> files = [];
    private readonly List<string> notes = [];
    private readonly HashSet<string> servicesUsed = new(StringComparer.Ordinal);

    public MergeReport Write(Stream destination, CancellationToken cancellation)
    {
        using (var zip = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in FileNames())
            {
                cancellation.ThrowIfCancellationRequested();
                WriteFile(zip, file, cancellation);
            }
        }

        NoteCalendar();
        return new MergeReport(version, [.. inputs.Select(input => input.Name)])
        {
            Files = this.files,
            Ids = plan.Report,
            Clusters = stations.Clusters,
            Notes = this.notes,
        };
    }

    private IEnumerable<string> FileNames()
    {
        var names = inputs.SelectMany(input => input.Source.Entries).Select(entry => CanonicalName(entry.Name))
            .Append("feed_info.txt").Concat(stations.Transfers.Count > 0 ? ["transfers.txt"] : [])
            .Concat(plan.Calendar is not null ? ["calendar.txt", "calendar_dates.txt"] : []);
        return names.Distinct(StringComparer.Ordinal).OrderBy(GtfsFiles.Rank).ThenBy(name => name, StringComparer.Ordinal);
    }

    private static string CanonicalName(string name) => GtfsFiles.IsKnown(name) ? name.ToLowerInvariant() : name;

    private void WriteFile(ZipArchive zip, string file, CancellationToken cancellation)
    {
        switch (file)
        {
            case "feed_info.txt":
                WriteTable(zip, file, FeedInfo());
                return;
            case "calendar.txt" when plan.Calendar is not null:
                var calendar = Calendar();
                WriteTable(zip, file, calendar.Weeks);
                if (calendar.Dates.RowCount > 0)
                {
                    WriteTable(zip, "calendar_dates.txt", calendar.Dates);
                }

                return;
            case "calendar_dates.txt" when plan.Calendar is not null:
                return;
            case "transfers.txt" when stations.Transfers.Count > 0:
                WriteTransfers(zip, cancellation);
                return;
            case LocationsFile.Name:
                using (var stream = CanonicalZip.Begin(zip, file))
                {
                    this.files.Add(LocationsFile.Write(inputs, stream));
                }

                return;
            default:
                if (GtfsFiles.IsKnown(file))
                {
                    WriteRows(zip, file, cancellation);
                }
                else
                {
                    CarryUnknown(zip, file);
                }

                return;
        }
    }

    private void WriteRows(ZipArchive zip, string file, CancellationToken cancellation)
    {
        var table = new MergedTable(file, inputs, stations);
        using var stream = CanonicalZip.Begin(zip, file);
        this.files.Add(table.Write(stream, cancellation));
        this.servicesUsed.UnionWith(table.ServicesUsed);
        if (table.Conflicts > 0)
        {
            this.notes.Add($"translations.txt: {table.Conflicts} texts are translated differently by a later feed; the first feed's translation stands.");
        }
    }

    private void WriteTable(ZipArchive zip, string file, CsvTable table)
    {
        using var stream = CanonicalZip.Begin(zip, file);
        var csv = new BlockWriter(stream);
        table.WriteTo(csv);
        csv.Flush();
        this.files.Add(new MergedFile(file, 0, table.RowCount, 0));
    }

    private void WriteTransfers(ZipArchive zip, CancellationToken cancellation)
    {
        using var stream = CanonicalZip.Begin(zip, "transfers.txt");
        var old = new MemoryStream();
        var was = new MergedTable("transfers.txt", inputs, stations).Write(old, cancellation);
        var text = Encoding.UTF8.GetString(old.ToArray());
        var header = was.RowsRead > 0 ? text[..text.IndexOf('\n', StringComparison.Ordinal)].Split(',') : ["from_stop_id", "to_stop_id", "transfer_type"];
        var csv = new BlockWriter(stream);
        csv.Add(Encoding.UTF8.GetBytes(was.RowsRead > 0 ? text : string.Join(',', header) + "\n"));
        foreach (var (from, to) in stations.Transfers)
        {
            var row = new MergedRow(header.Length);
            foreach (var column in header)
            {
                row.Add(Encoding.UTF8.GetBytes(column switch { "from_stop_id" => from, "to_stop_id" => to, "transfer_type" => "0", _ => string.Empty }));
            }

            row.WriteTo(csv);
        }

        csv.Flush();
        this.files.Add(was with { RowsWritten = was.RowsWritten + stations.Transfers.Count });
    }

    /// <summary>Every feed's file is carried: equal ones once, others under the feed's name.</summary>
    private void CarryUnknown(ZipArchive zip, string file)
    {
        var carried = new HashSet<UInt128>();
        foreach (var input in inputs)
        {
            if (input.Find(file) is not { } entry)
            {
                continue;
            }

            var hash = new System.IO.Hashing.XxHash128();
            using (var stream = input.Source.OpenEntry(entry))
            {
                hash.Append(stream);
            }

            if (!carried.Add(hash.GetCurrentHashAsUInt128()))
            {
                this.notes.Add($"{file} of {input.Name} is the same as an earlier feed's.");
                continue;
            }

            var name = carried.Count == 1 ? file : $"{input.Name}-{file}";
            using var from = input.Source.OpenEntry(entry);
            using var to = CanonicalZip.Begin(zip, name);
            var blocks = new BlockWriter(to);
            blocks.AddAll(from);
            blocks.Flush();
            this.notes.Add($"{file} of {input.Name} is no file of the reference and was carried byte by byte{(name == file ? string.Empty : $" as {name}")}; ids in it were not changed.");
        }
    }

    private CalendarText Calendar()
    {
        var text = new CalendarText();
        foreach (var (id, days) in plan.Calendar!.Days)
        {
            if (!this.servicesUsed.Contains(id))
            {
                continue;
            }

            if (days.Count > 0)
            {
                text.Add(id, days);
            }
            else
            {
                // A service without days must still exist for its trips; it runs on none.
                text.Dates.Add(id, plan.Calendar.SwitchDate.ToString(), "2");
                this.notes.Add($"Service {id} has no day left beside the switch on {plan.Calendar.SwitchDate}; its trips never run.");
            }
        }

        return text;
    }

    private void NoteCalendar()
    {
        if (plan.Calendar is { } calendar)
        {
            this.notes.Add($"Until the day before {calendar.SwitchDate} {inputs[0].Name} is served, from then on {inputs[1].Name}: {calendar.DaysCut} days of the former's services were cut off. "
                + "Where both have a thing of one id with other attributes (\"differing\" ids), the former's stand until the latter is published alone.");
        }
    }

    private CsvTable FeedInfo()
    {
        var infos = inputs.Where(input => input.Info is not null).Select(input => input.Info!).ToList();
        var languages = infos.Select(info => info.Language).Where(language => language.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var first = infos.FirstOrDefault();
        var agencies = inputs[0].Agencies;
        var name = options.PublisherName ?? first?.PublisherName ?? (agencies.Count > 0 ? agencies.Name(0) : "unknown");
        var url = options.PublisherUrl ?? first?.PublisherUrl ?? (agencies.Count > 0 ? agencies.Url(0) : string.Empty);
        var language = languages.Count == 1 ? languages[0] : languages.Count > 1 ? "mul" : "und";
        ServiceDate?[] starts = [.. inputs.Select(input => input.Info?.StartDate ?? input.Services.FirstDate)];
        ServiceDate?[] ends = [.. inputs.Select(input => input.Info?.EndDate ?? input.Services.LastDate)];
        var table = new CsvTable(
            "feed_publisher_name", "feed_publisher_url", "feed_lang", "default_lang", "feed_start_date", "feed_end_date", "feed_version", "feed_contact_email", "feed_contact_url");
        var contact = infos.FirstOrDefault(info => info.ContactEmail.Length + info.ContactUrl.Length > 0);
        table.Add(
            name, url, language, string.Empty, starts.Min()?.ToString(), ends.Max()?.ToString(), version, contact?.ContactEmail, contact?.ContactUrl);
        this.notes.Add($"feed_info.txt was made anew: {name}, language {language}, version {version}"
            + (infos.Count > 1 ? $"; the inputs' versions were {string.Join(", ", infos.Select(info => info.Version.Length > 0 ? info.Version : "none"))}." : "."));
        return table;
    }
}
