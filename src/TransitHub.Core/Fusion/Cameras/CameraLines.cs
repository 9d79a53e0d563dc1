using System.Diagnostics.CodeAnalysis;
using TransitHub.Core.Devices;
using TransitHub.Core.Observations;
using TransitHub.Core.Ids;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>The counting lines that vehicles of the timetable cross, and for each pattern those on its way, in order.</summary>
internal sealed class CameraLines
{
    private readonly Dictionary<(DeviceId Device, string Channel), CameraLine> byChannel = [];
    private readonly LinePass[]?[] byPattern;
    private readonly List<CameraLine> all = [];
    private readonly List<CameraClock> clocks = [];

    /// <param name="schedule">The schedule that the registry was read against.</param>
    /// <param name="registry">The devices.</param>
    /// <param name="detection">Share of the vehicles that a line is believed to see at first.</param>
    /// <param name="trustOf">How far a camera can be trusted, 0 to 1.</param>
    public CameraLines(Schedule schedule, DeviceRegistry registry, double detection, Func<DeviceId, double> trustOf)
    {
        this.byPattern = new LinePass[]?[schedule.Patterns.Count];
        DetectionShare together = new(detection);
        List<(CountingDevice Device, CountingChannel Channel, List<LinePass> Passes)> found = [];
        foreach (CountingDevice device in registry.All)
        {
            foreach (CountingChannel channel in device.Channels)
            {
                if (PassesOf(channel, found.Count) is { Count: > 0 } passes && !channel.Passages.IsEmpty)
                {
                    found.Add((device, channel, passes));
                }
            }
        }

        foreach (IGrouping<int, LinePass> pattern in found.SelectMany(f => f.Passes).GroupBy(p => p.Pattern))
        {
            this.byPattern[pattern.Key] = [.. pattern.OrderBy(p => p.Offset).ThenBy(p => p.Line).Select((p, i) => p with { Ordinal = i })];
        }

        foreach ((CountingDevice device, CountingChannel channel, List<LinePass> passes) in found)
        {
            if (this.clocks.Count == 0 || this.clocks[^1].Device != device.Id)
            {
                this.clocks.Add(new CameraClock(device.Id));
            }

            int index = this.all.Count;
            List<LinePass> ordered = [.. passes.Select(p => p.Pattern).Distinct().Order().SelectMany(p => this.byPattern[p]!.Where(o => o.Line == index))];
            CameraLine line = new(schedule, index, device, channel, ordered, together, this.clocks[^1], trustOf);
            this.all.Add(line);
            this.byChannel[(device.Id, channel.Id)] = line;
        }
    }

    /// <summary>All of them by index.</summary>
    public IReadOnlyList<CameraLine> All => this.all;

    /// <summary>The clocks of their cameras, in the order of the cameras' ids.</summary>
    public IReadOnlyList<CameraClock> Clocks => this.clocks;

    /// <summary>The line at which a passage was; false: no vehicle of the timetable crosses it.</summary>
    public bool TryFind(PassageReport passage, [NotNullWhen(true)] out CameraLine? line) =>
        this.byChannel.TryGetValue((passage.Device, passage.Channel), out line);

    /// <summary>The passes of a pattern, by offset; null: it comes by no line.</summary>
    public LinePass[]? Of(int pattern) => this.byPattern[pattern];

    private static List<LinePass> PassesOf(CountingChannel channel, int line)
    {
        List<LinePass> passes = [];
        for (int d = 0; d < channel.Directions.Length; d++)
        {
            foreach (ServedRoute route in channel.Directions[d].Routes)
            {
                foreach (LineCrossing crossing in route.Crossings)
                {
                    passes.Add(new LinePass(line, crossing.PatternIndex, 0, crossing.OffsetMeters, d));
                }
            }
        }

        return passes;
    }
}
