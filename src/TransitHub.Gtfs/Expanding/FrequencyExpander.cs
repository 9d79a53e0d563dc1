using System.IO.Compression;
using TransitHub.Gtfs.Merging;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Sources;
using TransitHub.Gtfs.Writing;

namespace TransitHub.Gtfs.Expanding;

/// <summary>
/// Writes departures of frequencies.txt out as trips, for consumers that cannot take trips by headway beside trips by timetable. Each departure becomes a trip with the
/// template's id and its time in the id; blocks of templates are left out, since all departures would be in one. Rows stream through; only those of templates are held.
/// </summary>
public static class FrequencyExpander
{
    /// <summary>
    /// Writes the feed of a zip or folder. Throws <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>,
    /// <see cref="InvalidDataException"/> or <see cref="MergeException"/> if it cannot be read or would be too large.
    /// </summary>
    /// <param name="path">The feed.</param>
    /// <param name="alsoInexact">Whether windows without exact times become trips too: times that nobody promised then look as if somebody had.</param>
    /// <param name="zip">Takes the feed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static ExpansionReport Expand(string path, bool alsoInexact, Stream zip, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(zip);
        using var input = new MergeInput(path, "feed");
        var plan = TemplatePlan.Of(ScheduleReader.Read(path, cancellationToken: cancellationToken).Schedule, alsoInexact);
        var (left, leftOut) = (0, 0);
        using var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var file in input.Source.Entries.Select(entry => entry.Name).OrderBy(GtfsFiles.Rank).ThenBy(name => name, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file == "frequencies.txt" && (left = CountLeft(input, plan, alsoInexact)) == 0)
            {
                continue;
            }

            using var stream = CanonicalZip.Begin(archive, file);
            var csv = new BlockWriter(stream);
            if (GtfsFiles.IsKnown(file) && file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) && MergeTable.Open(input, file) is { } table)
            {
                using (table)
                {
                    leftOut += new ExpandedFile(file, table, plan, alsoInexact).Write(csv, cancellationToken);
                }
            }
            else
            {
                using var from = input.Source.OpenEntry(input.Find(file)!);
                csv.AddAll(from);
            }

            csv.Flush();
        }

        return new ExpansionReport(plan.Templates.Count, plan.Trips, left, leftOut);
    }

    private static int CountLeft(MergeInput input, TemplatePlan plan, bool alsoInexact)
    {
        using var table = MergeTable.Open(input, "frequencies.txt");
        var left = 0;
        while (table is not null && table.Read())
        {
            left += ExpandedFile.IsWritten(table, plan, alsoInexact) ? 0 : 1;
        }

        return left;
    }
}
