using TransitHub.Core.Devices;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>A counting line that vehicles of the timetable cross: its passes, what waits to be decided, and how many of the vehicles it sees.</summary>
internal sealed class CameraLine
{
    /// <summary>Crossings of vehicles are remembered so long, seconds, and so many at most.</summary>
    private const double CrossersSeconds = 900;
    private const int MaxCrossers = 64;

    /// <summary>How exactly a crossing is known that is no longer remembered, seconds.</summary>
    private const double UsualSpread = 10;

    /// <summary>Passages that a failed camera tells are not nothing: at least it still speaks.</summary>
    private const double LeastTrust = 0.25;

    /// <summary>A camera that is trusted less than this has failed: one does not wait for what it sees, nor learn from what it misses.</summary>
    private const double FailedTrust = 0.5;

    private readonly Schedule schedule;
    private readonly Func<DeviceId, double> trustOf;
    private readonly int[] routeTypes;
    private LineTimetable? timetable;

    public CameraLine(
        Schedule schedule, int index, CountingDevice device, CountingChannel channel, List<LinePass> passes, DetectionShare all, CameraClock clock, Func<DeviceId, double> trustOf)
    {
        this.trustOf = trustOf;
        this.schedule = schedule;
        this.Index = index;
        this.Device = device.Id;
        this.Channel = channel;
        this.Passes = passes;
        this.routeTypes = [.. passes.Select(p => schedule.Routes.Type(schedule.Patterns.RouteIndex(p.Pattern))).Distinct()];
        this.Names = passes.Select(p => schedule.Routes.ShortName(schedule.Patterns.RouteIndex(p.Pattern))).Distinct(StringComparer.Ordinal).Count();
        this.Shares = new RouteShares(schedule, passes, this.Names);
        this.Detection = new DetectionShare(all);
        this.Clock = clock;
    }

    public int Index { get; }

    public DeviceId Device { get; }

    public CountingChannel Channel { get; }

    public IReadOnlyList<LinePass> Passes { get; }

    /// <summary>How many names of routes pass it, 1 or more.</summary>
    public int Names { get; }

    /// <summary>How often each route comes by.</summary>
    public RouteShares Shares { get; }

    /// <summary>The timetable at the line; made when it is first needed.</summary>
    public LineTimetable Timetable => this.timetable ??= new LineTimetable(this.schedule, this.Passes);

    /// <summary>The passages of the last minutes, in the order of time.</summary>
    public List<WaitingPassage> Passages { get; } = [];

    /// <summary>Whether a vehicle that crosses it may look like that: most of what passes a street is nothing of the kind, unless a route was read on it.</summary>
    public bool MayCross(PassageReport passage)
    {
        if (passage.RouteText is not null)
        {
            return true;
        }

        foreach (int type in this.routeTypes)
        {
            if (!PassageEvidence.IsOfOtherKind(passage.Class, type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds a passage in the order of time.</summary>
    /// <param name="passage">The passage.</param>
    /// <param name="most">So many stay: the newest.</param>
    /// <returns>The one that made room; null: there was room.</returns>
    public WaitingPassage? Insert(WaitingPassage passage, int most)
    {
        int place = this.Passages.Count;
        while (place > 0 && this.Passages[place - 1].At > passage.At)
        {
            place--;
        }

        this.Passages.Insert(place, passage);
        if (this.Passages.Count <= most)
        {
            return null;
        }

        WaitingPassage oldest = this.Passages[0];
        this.Passages.RemoveAt(0);
        return oldest;
    }

    /// <summary>True while there are any.</summary>
    public bool IsActive { get; set; }

    /// <summary>True when something is known that was not when they were weighed last.</summary>
    public bool HasNews { get; set; }

    /// <summary>When they were weighed last, Unix seconds.</summary>
    public double WeighedAt { get; set; }

    /// <summary>How many of the vehicles it sees, and that are known when they were.</summary>
    public DetectionShare Detection { get; }

    /// <summary>Probability that it tells of a vehicle that passes, [0, 1), as the camera does now: 0 once it failed, so that being missed there says nothing.</summary>
    public double Sees => this.Detection.Value * this.Trust;

    /// <summary>The same for weighing what it did tell, (0, 1): that of a failed camera weighs less, and still something.</summary>
    public double Tells => this.Detection.Value * Math.Max(LeastTrust, this.Trust);

    /// <summary>Whether little of what it should see can be hoped for.</summary>
    public bool HasFailed => this.Trust < FailedTrust;

    private double Trust => this.trustOf(this.Device);

    /// <summary>The camera's clock.</summary>
    public CameraClock Clock { get; }

    /// <summary>Vehicles that crossed it lately by their own reports: when, Unix seconds, and how exactly that is known.</summary>
    public List<(RunTrack Run, LinePass Pass, double At, double Spread)> Crossers { get; } = [];

    /// <summary>Notes that a vehicle crossed it.</summary>
    public void Note(RunTrack run, LinePass pass, double at, double spread)
    {
        this.Crossers.RemoveAll(c => at - c.At > CrossersSeconds);
        if (this.Crossers.Count == MaxCrossers)
        {
            this.Crossers.RemoveAt(0);
        }

        this.Crossers.Add((run, pass, at, spread));
        this.HasNews = true;
    }

    /// <summary>How exactly it is known when a run crossed, seconds.</summary>
    public double SpreadOf(RunTrack run, LinePass pass) =>
        this.Crossers.FindLast(c => c.Run == run && c.Pass.Ordinal == pass.Ordinal) is { Spread: > 0 } crosser ? crosser.Spread : UsualSpread;

    /// <summary>Place of a direction's name among those of the channel; -1: none has it.</summary>
    public int DirectionOf(string? name)
    {
        for (int i = 0; name is not null && i < this.Channel.Directions.Length; i++)
        {
            if (this.Channel.Directions[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
