using System.CommandLine;
using System.Globalization;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Building;
using TransitHub.Simulation.Recordings;
using TransitHub.Training.Tracing;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary>The options by which a command takes what vehicles were seen to drive, and what it tells of the ways drawn from it.</summary>
internal sealed class TraceInput
{
    private const int MaxListed = 20;

    private readonly Option<string[]> traces = new("--traces") { HelpName = "PATH...", AllowMultipleArgumentsPerToken = true, Description = "What vehicles were seen to drive: recordings of positions, or lines in .gpx or .geojson files. What goes straight from stop to stop gets the way that they took" };
    private readonly Option<string?> format = new("--traces-format") { HelpName = "FORMAT", Description = $"What the recordings are: one of {RecordingFormatText.All} (default: {RecordingFormat.Archive.Name()} for folders, {RecordingFormat.PositionsCsv.Name()} for files)" };
    private readonly Option<int> fewest = new("--min-traces") { HelpName = "N", DefaultValueFactory = static _ => 2, Description = "A way that was driven less often is not drawn, 1 to 1000" };
    private readonly List<(string Name, TracedWay? Way)> drawn = [];

    /// <summary>The options.</summary>
    public IEnumerable<Option> Options => [this.traces, this.format, this.fewest];

    /// <summary>Reads all traces; null if there are none.</summary>
    /// <exception cref="CommandException">One cannot be read.</exception>
    public WayTracer? Read(ParseResult parsed, CancellationToken cancellation)
    {
        string[] paths = parsed.GetValue(this.traces) ?? [];
        if (paths.Length == 0)
        {
            return parsed.GetValue(this.format) is null ? null : throw CommandException.WrongUse("--traces-format says what --traces are: give both.");
        }

        WayTracer tracer = new(CommandArguments.InRange(parsed.GetValue(this.fewest), 1, 1000, "--min-traces"));
        foreach (string path in paths)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TraceLines.IsName(path))
            {
                foreach (IReadOnlyList<GeoPoint> line in TraceLines.Read(path))
                {
                    tracer.Add(line);
                }
            }
            else
            {
                ReadRecording(path, parsed.GetValue(this.format), tracer, cancellation);
            }
        }

        return tracer;
    }

    /// <summary>Draws a way and keeps what is to be told of it.</summary>
    public DrawnWay? Draw(WayTracer tracer, string name, IReadOnlyList<GeoPoint> stops)
    {
        TracedWay? way = tracer.Trace(stops);
        this.drawn.Add((name, way));
        return way?.Way;
    }

    /// <summary>What was drawn, the worst first.</summary>
    public IEnumerable<string> Text()
    {
        List<TracedWay> ways = [.. this.drawn.Select(d => d.Way).OfType<TracedWay>()];
        yield return string.Create(
            CultureInfo.InvariantCulture, $"{ways.Count} of {this.drawn.Count} ways were drawn from traces; {ways.Sum(w => w.SeenLinks)} of {ways.Sum(w => w.Links)} parts from stop to stop were seen, the rest is straight");
        foreach ((string name, TracedWay? way) in this.drawn.OrderBy(d => d.Way?.FitShare ?? -1).ThenBy(d => d.Name, StringComparer.Ordinal).Take(MaxListed))
        {
            yield return name + ": " + (way is null
                ? "too little of it was seen; it stays straight"
                : string.Create(CultureInfo.InvariantCulture, $"{way.SeenLinks} of {way.Links} parts seen, {way.Traces} traces, off {way.MedianMeters:0.#} m in the median and {way.MostMeters:0.#} m at 95 %, {way.FitShare:P0} of the traces fit"));
        }

        if (this.drawn.Count > MaxListed)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{this.drawn.Count - MaxListed} more fit better");
        }
    }

    private static void ReadRecording(string path, string? format, WayTracer tracer, CancellationToken cancellation)
    {
        try
        {
            using Recording recording = RecordingInput.Open(path, format ?? (Directory.Exists(path) ? RecordingFormat.Archive : RecordingFormat.PositionsCsv).Name());
            while (recording.TryRead(out RecordedItem item))
            {
                cancellation.ThrowIfCancellationRequested();
                if (item.Observation is AvlReport report && !tracer.TryAdd(report))
                {
                    throw CommandException.InputHasErrors($"{path} holds too many positions: name fewer days.");
                }
            }
        }
        catch (RecordingException exception)
        {
            throw exception.IsWrongUse ? CommandException.WrongUse(exception.Message) : CommandException.InputHasErrors(exception.Message);
        }
    }
}
