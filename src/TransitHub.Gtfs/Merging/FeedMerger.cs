using System.Globalization;
using System.IO.Hashing;
using System.Text;
using TransitHub.Gtfs.Sources;

namespace TransitHub.Gtfs.Merging;

/// <summary>
/// Merges feeds into one. Equal inputs give equal bytes. Rows stream through; what is held grows with things (stops, trips, shapes) and with the rows of the
/// small tables that no id owns, and not with stop times or shape points. Nothing is left out without a line in the report.
/// </summary>
public static class FeedMerger
{
    /// <summary>
    /// Merges two or more zips or folders. Throws <see cref="MergeException"/> for feeds that cannot be one, and <see cref="IOException"/>,
    /// <see cref="UnauthorizedAccessException"/> or <see cref="InvalidDataException"/> as reading does.
    /// </summary>
    public static MergeReport Merge(IReadOnlyList<string> paths, Stream zip, MergeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(zip);
        options ??= new MergeOptions();
        if (paths.Count < 2)
        {
            throw new MergeException("A merge needs two feeds or more.");
        }

        List<MergeInput> inputs = [];
        try
        {
            foreach (var path in paths)
            {
                inputs.Add(new MergeInput(path, NameOf(path, inputs)));
            }

            RequireOneTimeZone(inputs);
            var plan = new MergePlan(inputs, options, cancellationToken);
            plan.Run();
            var stations = options.MakeStations ? MergeStations.Find(inputs, options.StationMeters, cancellationToken) : MergeStations.None;
            return new MergeWriter(inputs, options, plan, stations, VersionOf(paths, options, cancellationToken)).Write(zip, cancellationToken);
        }
        finally
        {
            inputs.ForEach(input => input.Dispose());
        }
    }

    private static string NameOf(string path, List<MergeInput> before)
    {
        var file = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path));
        var name = new string([.. file.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_')]);
        name = name.Length == 0 ? "feed" : name;
        return before.Exists(input => input.Name == name) ? string.Create(CultureInfo.InvariantCulture, $"{name}{before.Count + 1}") : name;
    }

    private static void RequireOneTimeZone(List<MergeInput> inputs)
    {
        var zones = inputs
            .SelectMany(input => Enumerable.Range(0, input.Agencies.Count).Select(agency => (Zone: input.Agencies.TimeZoneName(agency), input.Name)))
            .GroupBy(one => one.Zone, one => one.Name, StringComparer.Ordinal)
            .ToList();
        if (zones.Count > 1)
        {
            throw new MergeException(
                $"The agencies have different time zones ({string.Join("; ", zones.Select(zone => $"{zone.Key}: {string.Join(", ", zone.Distinct())}"))}), and GTFS allows one in a feed. "
                + "Serve them as feeds of their own (serve --feed A --gtfs A.zip --feed B --gtfs B.zip), or write the times of one in the zone of the other first.");
        }
    }

    private static string VersionOf(IReadOnlyList<string> paths, MergeOptions options, CancellationToken cancellation)
    {
        var hash = new XxHash128();
        hash.Append(Encoding.UTF8.GetBytes(options.ToString()));
        foreach (var path in paths)
        {
            using var source = FeedSource.Open(path, new Notices.NoticeList());
            foreach (var entry in source.Entries)
            {
                cancellation.ThrowIfCancellationRequested();
                using var stream = source.OpenEntry(entry);
                hash.Append(Encoding.UTF8.GetBytes(entry.Name));
                hash.Append(stream);
            }
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash())[..16];
    }
}
