using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Reads a folder of sheets: the network's first, then all lines' stops, then the lines.</summary>
internal static class NetworkReader
{
    public const string LinesFolder = "lines/";

    public static LineNetworkResult Read(SheetFiles files)
    {
        var problems = new SheetProblems();
        var network = new NetworkDraft(files, problems);
        var lines = LineFiles(files);
        var root = files.Has(NetworkDraft.FileName) ? SheetReader.Read(files, NetworkDraft.FileName, problems) : null;
        if (!files.Has(NetworkDraft.FileName))
        {
            problems.Error(NetworkDraft.FileName, "there is no such file", "write one with 'feed' and 'operators'");
        }

        NoteStrays(files, problems);
        if (root is null)
        {
            // Nothing can be said of lines without their network, except whether they are YAML.
            lines.ForEach(line => SheetReader.Read(files, line, problems));
            return new LineNetworkResult(null, problems);
        }

        if (lines.Count == 0 && !problems.HasErrors)
        {
            problems.Error(LinesFolder, "there is no line", $"write one sheet a line into {LinesFolder}, such as {LinesFolder}orange.yaml");
        }

        NetworkSheetReader.Read(root, network);
        var built = ReadLines(network, lines);
        return new LineNetworkResult(problems.HasErrors || network.Feed is null ? null : Finish(network, built, lines), problems);
    }

    private static List<string> LineFiles(SheetFiles files) =>
    [
        .. files.Paths.Where(path => path.StartsWith(LinesFolder, StringComparison.Ordinal) && IsSheet(path)),
    ];

    /// <summary>Notes lines that lie beside network.yaml, where nobody would look for them.</summary>
    private static void NoteStrays(SheetFiles files, SheetProblems problems)
    {
        foreach (var path in files.Paths.Where(path => path != NetworkDraft.FileName && !path.Contains('/', StringComparison.Ordinal) && IsSheet(path)))
        {
            if (SheetReader.Read(files, path, new SheetProblems())?.Optional("line") is { } line)
            {
                problems.Add(new SheetProblem(path, line.Line, SheetSeverity.Error, "this line lies outside " + LinesFolder, $"move the file to {LinesFolder}{path}"));
            }
        }
    }

    private static bool IsSheet(string path) =>
        path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static List<LineSheet> ReadLines(NetworkDraft network, List<string> paths)
    {
        var stops = new StopBook();
        var drafts = new List<LineDraft>();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (SheetReader.Read(network.Files, path, network.Problems) is { } root)
            {
                drafts.Add(LineDraft.Read(root, network, stops));
            }
            else
            {
                stops.IsIncomplete = true;
            }
        }

        var lines = new List<LineSheet>();
        foreach (var draft in drafts)
        {
            if (draft.Id is { } id && !ids.TryAdd(id, draft.Root.File))
            {
                draft.Root.Optional("line")!.Error($"the line '{id}' is already in {ids[id]}", "give each line an id of its own");
            }

            if (new LineSheetReader(draft, network, stops).Read() is { } line)
            {
                lines.Add(line);
            }
        }

        LineNameCheck.Run(lines, drafts);
        return lines;
    }

    private static LineNetwork Finish(NetworkDraft network, List<LineSheet> lines, List<string> paths) => new(
        network.Feed!,
        network.ValidLine,
        [.. network.DayTypes.Values],
        network.HolidayDayType,
        [.. network.Holidays.OrderBy(holiday => holiday.Date.DayNumber)],
        [.. network.Attributions],
        [.. lines.OrderBy(line => line.Id, StringComparer.Ordinal)],
        Digest(network.Files, paths));

    /// <summary>Hashes the sheets and every other file that they can refer to, without regard to line ends.</summary>
    private static string Digest(SheetFiles files, List<string> lines)
    {
        var hash = new XxHash128();
        var known = lines.ToImmutableHashSet(StringComparer.Ordinal);
        foreach (var path in files.Paths.Where(path => path == NetworkDraft.FileName || known.Contains(path) || GeoJsonLine.IsName(path)))
        {
            // A file that is too large or no text is none that a sheet could use.
            if (SheetReader.ReadText(files, path, new SheetProblems()) is not { } content)
            {
                continue;
            }

            var text = content.ReplaceLineEndings("\n");
            hash.Append(Encoding.UTF8.GetBytes($"{path}\0{text.Length}\0{text}"));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
