using System.Globalization;
using System.Text.RegularExpressions;
using TransitHub.Core.Conformance;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Server.Commands.Validate;

/// <summary>
/// The files of <c>--realtime</c> as moments. Files named as <c>replay --out</c> names them (<c>vehicle-positions-1700000000.pb</c>) are of the moment in their
/// name. Others go in the order of their names; those that follow each other with one header timestamp and other kinds of entities are one moment.
/// </summary>
internal static partial class RealtimeMoments
{
    /// <summary>The files, in the order of their names.</summary>
    /// <exception cref="CommandException">There are none.</exception>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw CommandException.WrongUse($"--realtime: there is no file or folder {path}: correct the path.");
        }

        string[] files = [.. Directory.EnumerateFiles(path, "*.pb").Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw CommandException.WrongUse($"--realtime {path}: there is no file *.pb in the folder.");
    }

    /// <summary>Reads moment by moment, so that a day's files need the room of one.</summary>
    public static IEnumerable<RealtimeFileMoment> Read(IReadOnlyList<string> files)
    {
        Match[] names = [.. files.Select(file => NameForm().Match(Path.GetFileName(file)))];
        return Array.TrueForAll(names, static name => name.Success) ? ByName(files, names) : ByHeader(files);
    }

    private static IEnumerable<RealtimeFileMoment> ByName(IReadOnlyList<string> files, Match[] names)
    {
        foreach (IGrouping<long, (string File, string Feed)> moment in files
            .Select((file, at) => (Name: names[at], File: file))
            .GroupBy(one => long.Parse(one.Name.Groups["unix"].ValueSpan, CultureInfo.InvariantCulture), one => (one.File, Feed: one.Name.Groups["feed"].Value))
            .OrderBy(static group => group.Key))
        {
            yield return new RealtimeFileMoment(moment.Key, [.. moment.Select(static one => RealtimeFeed.Decode(one.Feed, File.ReadAllBytes(one.File)))]);
        }
    }

    private static IEnumerable<RealtimeFileMoment> ByHeader(IReadOnlyList<string> files)
    {
        var waiting = new List<RealtimeFeed>();
        long now = 0;
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(file);
            RealtimeFeed read = RealtimeFeed.Decode(Path.GetFileName(file), bytes);
            string kinds = read.Message is null ? read.Name : KindsOf(read.Message);
            long header = unchecked((long)(read.Message?.Header?.Timestamp ?? 0));
            long at = header > 0 ? header : now;
            if (waiting.Count > 0 && (read.Message is null || at != now || waiting.Exists(one => one.Name == kinds)))
            {
                yield return new RealtimeFileMoment(now, [.. waiting]);
                waiting.Clear();
            }

            now = at;
            waiting.Add(read.Message is null ? read : RealtimeFeed.Decode(kinds, bytes));
        }

        yield return new RealtimeFileMoment(now, [.. waiting]);
    }

    private static string KindsOf(FeedMessage message)
    {
        string[] kinds =
        [
            .. message.Entity.Exists(static one => one.TripUpdate is not null) ? ["trip-updates"] : Array.Empty<string>(),
            .. message.Entity.Exists(static one => one.Vehicle is not null) ? ["vehicle-positions"] : Array.Empty<string>(),
            .. message.Entity.Exists(static one => one.Alert is not null) ? ["alerts"] : Array.Empty<string>(),
        ];
        return kinds.Length == 0 ? "feed" : string.Join('+', kinds);
    }

    private static bool Exists(this IEnumerable<FeedEntity> entities, Func<FeedEntity, bool> matches) => entities.Any(matches);

    [GeneratedRegex(@"^(?<feed>.+)-(?<unix>\d{9,10})\.pb$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
