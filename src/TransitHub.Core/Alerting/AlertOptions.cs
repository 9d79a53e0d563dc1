using TransitHub.Core.Detours;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Alerting;

/// <summary>When the hub itself finds that riders should be told something, and whether it tells them.</summary>
public sealed record AlertOptions
{
    /// <summary>Off, Propose or Publish for vehicles close behind each other. Default Propose: an alert that is wrong costs trust, and a person sees at a glance.</summary>
    public AlertPolicy Bunching { get; init; } = AlertPolicy.Propose;

    /// <summary>The same for a long gap.</summary>
    public AlertPolicy LongGap { get; init; } = AlertPolicy.Propose;

    /// <summary>The same for delays.</summary>
    public AlertPolicy Delays { get; init; } = AlertPolicy.Propose;

    /// <summary>The same for runs that do not run.</summary>
    public AlertPolicy NoService { get; init; } = AlertPolicy.Propose;

    /// <summary>The same for full stops.</summary>
    public AlertPolicy Crowding { get; init; } = AlertPolicy.Propose;

    /// <summary>The same for detours; what is told is also drawn and skipped in TripUpdates (<see cref="Feeds.FeedOptions.TripModifications"/>).</summary>
    public AlertPolicy Detour { get; init; } = AlertPolicy.Propose;

    /// <summary>Seconds for which a condition must hold without a break before there is an alert, 0 to 3,600. Default 180: longer than a red light and a slow boarding together.</summary>
    public int RaiseSeconds { get; init; } = 180;

    /// <summary>Seconds for which it must be gone before the alert goes, 0 to 7,200. Default 300: consumers that ask every 30 s are not shown one that comes and goes.</summary>
    public int ClearSeconds { get; init; } = 300;

    /// <summary>
    /// Vehicles that must have been heard in the last two minutes for a conclusion to be drawn, 1 to 10,000. Default 3: with fewer, what looks
    /// like a missing service may be a missing network.
    /// </summary>
    public int MinHeardVehicles { get; init; } = 3;

    /// <summary>Two vehicles are bunched when the gap is below this share of the planned one, 0.05 to 0.9. Default 0.25: the second finds next to nobody at the stops.</summary>
    public double BunchedShare { get; init; } = 0.25;

    /// <summary>Bunched pairs of a line and direction that make an alert, 1 to 50. Default 2: one pair is gone at the next terminal.</summary>
    public int BunchedPairs { get; init; } = 2;

    /// <summary>A gap is long from this many times the planned one on, 1.2 to 10. Default 2: a rider waits for as long as if a vehicle were left out.</summary>
    public double LongGapRatio { get; init; } = 2;

    /// <summary>And from this many seconds over the planned one on, 60 to 7,200. Default 600: nobody needs word of two minutes more on a line that runs every two.</summary>
    public int LongGapExtraSeconds { get; init; } = 600;

    /// <summary>A run is late from this many seconds on, 60 to 7,200. Default 600, beyond what riders allow for.</summary>
    public int LateSeconds { get; init; } = 600;

    /// <summary>Share of a line's runs under way that must be late, above 0 to 1. Default 0.5.</summary>
    public double LateShare { get; init; } = 0.5;

    /// <summary>And how many, 1 to 100. Default 3: fewer are told run by run in TripUpdates.</summary>
    public int LateRuns { get; init; } = 3;

    /// <summary>Runs of a line taken as not running that make an alert, 1 to 100. Default 3.</summary>
    public int MissingRuns { get; init; } = 3;

    /// <summary>And their share of those due, where some do run, above 0 to 1. Default 0.3: the waits grow by half.</summary>
    public double MissingShare { get; init; } = 0.3;

    /// <summary>The level from which on a stop is told as crowded: Busy, Crowded or Full. Default Full: who comes finds no room.</summary>
    public CrowdingLevel CrowdedFrom { get; init; } = CrowdingLevel.Full;

    /// <summary>Vehicles of a line that must go the same way round a stretch for it to be a detour, 2 to 20. Default 3: two drivers may have lost their way together.</summary>
    public int DetourVehicles { get; init; } = 3;

    /// <summary>And within how many seconds, 600 to 21,600. Default 5,400: three vehicles of a line that runs every half hour.</summary>
    public int DetourWindowSeconds { get; init; } = 5400;

    /// <summary>Vehicles in a row that keep to the line again and so end it, 1 to 10. Default 2: one driver may not know of it.</summary>
    public int DetourRegularVehicles { get; init; } = 2;

    /// <summary>Seconds without any vehicle there after which it ends, 600 to 86,400. Default 7,200: nobody knows whether it holds when service starts again.</summary>
    public int DetourSilentSeconds { get; init; } = 7200;

    /// <summary>So many meters beside its line a vehicle is off it, and a stop is passed by, 40 to 150. Default 60: beyond the errors of receivers and of drawn lines.</summary>
    public int DetourMeters { get; init; } = 60;

    /// <summary>The settings of detours together.</summary>
    internal DetourLimits DetourLimits => new(this.DetourVehicles, this.DetourWindowSeconds, this.DetourRegularVehicles, this.DetourSilentSeconds, this.DetourMeters);

    /// <summary>The policy of a kind.</summary>
    public AlertPolicy PolicyOf(AlertKind kind) => kind switch
    {
        AlertKind.Bunching => this.Bunching,
        AlertKind.LongGap => this.LongGap,
        AlertKind.Delays => this.Delays,
        AlertKind.NoService => this.NoService,
        AlertKind.Crowding => this.Crowding,
        AlertKind.Detour => this.Detour,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    /// <summary>The same policy for all kinds.</summary>
    public AlertOptions WithPolicy(AlertPolicy policy) =>
        this with { Bunching = policy, LongGap = policy, Delays = policy, NoService = policy, Crowding = policy, Detour = policy };

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check() => new SettingRanges()
        .Require(this.RaiseSeconds is >= 0 and <= 3600, nameof(this.RaiseSeconds), "0 to 3600 seconds")
        .Require(this.ClearSeconds is >= 0 and <= 7200, nameof(this.ClearSeconds), "0 to 7200 seconds")
        .Require(this.MinHeardVehicles is >= 1 and <= 10_000, nameof(this.MinHeardVehicles), "1 to 10000 vehicles")
        .Require(this.BunchedShare is >= 0.05 and <= 0.9, nameof(this.BunchedShare), "0.05 to 0.9 of the planned gap")
        .Require(this.BunchedPairs is >= 1 and <= 50, nameof(this.BunchedPairs), "1 to 50 pairs")
        .Require(this.LongGapRatio is >= 1.2 and <= 10, nameof(this.LongGapRatio), "1.2 to 10 times the planned gap")
        .Require(this.LongGapExtraSeconds is >= 60 and <= 7200, nameof(this.LongGapExtraSeconds), "60 to 7200 seconds")
        .Require(this.LateSeconds is >= 60 and <= 7200, nameof(this.LateSeconds), "60 to 7200 seconds")
        .Require(this.LateShare is > 0 and <= 1, nameof(this.LateShare), "above 0 to 1 of the runs")
        .Require(this.LateRuns is >= 1 and <= 100, nameof(this.LateRuns), "1 to 100 runs")
        .Require(this.MissingRuns is >= 1 and <= 100, nameof(this.MissingRuns), "1 to 100 runs")
        .Require(this.MissingShare is > 0 and <= 1, nameof(this.MissingShare), "above 0 to 1 of the runs")
        .Require(this.CrowdedFrom is >= CrowdingLevel.Busy and <= CrowdingLevel.Full, nameof(this.CrowdedFrom), "Busy, Crowded or Full")
        .Require(this.DetourVehicles is >= 2 and <= 20, nameof(this.DetourVehicles), "2 to 20 vehicles")
        .Require(this.DetourWindowSeconds is >= 600 and <= 21_600, nameof(this.DetourWindowSeconds), "600 to 21600 seconds")
        .Require(this.DetourRegularVehicles is >= 1 and <= 10, nameof(this.DetourRegularVehicles), "1 to 10 vehicles")
        .Require(this.DetourSilentSeconds is >= 600 and <= 86_400, nameof(this.DetourSilentSeconds), "600 to 86400 seconds")
        .Require(this.DetourMeters is >= 40 and <= 150, nameof(this.DetourMeters), "40 to 150 meters")
        .Wrong;
}
