using TransitHub.Core.Graphs;

namespace TransitHub.Core.Observations;

/// <summary>What an operator may set about the gate of a feed. Every default holds for buses, trams, trains and boats of any city.</summary>
[NotKept]
public sealed record GateOptions
{
    /// <summary>
    /// How far outside the extent of the feed's own stops and shapes a position may lie, meters. 0 to 1,000,000;
    /// default 20,000: depots, detours and stabling tracks are that near, another city is not.
    /// </summary>
    public double MarginMeters { get; init; } = 20_000;

    /// <summary>
    /// The fastest a vehicle of the feed may be, meters a second. 5 to 150; default 33 (119 km/h), faster than any city bus or
    /// tram; set 20 for boats, 60 for regional rail.
    /// </summary>
    public double MaxSpeedMps { get; init; } = 33;

    /// <summary>
    /// What two fixes may lie apart beyond the speed's reach, meters: errors of position and of whole-second clocks. 0 to 5,000;
    /// default 100, some three times the error of a receiver between tall houses.
    /// </summary>
    public double SpeedSlackMeters { get; init; } = 100;

    /// <summary>
    /// After so many refused fixes in a row that agree with each other, the track starts anew at the last of them. 2 to 20;
    /// default 3: reflections seldom agree twice, a vehicle that was towed or whose first fix was wrong always does.
    /// </summary>
    public int RestartAfterFixes { get; init; } = 3;

    /// <summary>
    /// How long before its arrival a report may have been measured, seconds. 30 to 86,400; default 900: a vehicle that comes out
    /// of a dead spot may send what it kept, and its measured time tells readers how old it is.
    /// </summary>
    public double MaxAgeSeconds { get; init; } = 900;

    /// <summary>
    /// How far a device's clock may run ahead of the hub's before it counts as wrong, seconds. 0 to 600; default 30. Within it
    /// the clock is set back by what it runs ahead, since nothing is measured after it arrives.
    /// </summary>
    public double MaxAheadSeconds { get; init; } = 30;

    /// <summary>
    /// Consecutive reports that must show one and the same clock error before it is believed. 2 to 20; default 3.
    /// </summary>
    public int ClockReports { get; init; } = 3;

    /// <summary>
    /// The least time over which those reports must arrive, seconds. 1 to 600; default 10: a store sent at once after a dead
    /// spot arrives faster than that.
    /// </summary>
    public double ClockSpanSeconds { get; init; } = 10;

    /// <summary>
    /// How much the error may differ between those reports, seconds. 1 to 120; default 30, the tempo of the slowest senders,
    /// whose reports wait up to one turn.
    /// </summary>
    public double ClockJitterSeconds { get; init; } = 30;

    /// <summary>
    /// How long before its arrival an interval of counts may have ended, seconds. 60 to 86,400; default 3,000: a device sends what it
    /// kept over a gap in its connection, and yet a clock that is a time zone off shows. Whoever is cut off for longer sends running totals.
    /// </summary>
    public double MaxCountAgeSeconds { get; init; } = 3_000;

    /// <summary>The longest interval of counts, seconds. 10 to 86,400; default 3,600, the longest that a devices file allows.</summary>
    public double MaxIntervalSeconds { get; init; } = 3_600;

    /// <summary>
    /// Channels with class and direction known of one device. 1 to 512, which is the default: 16 lines, 11 classes, two ways, and some (about
    /// 700 bytes each).
    /// </summary>
    public int MaxChannelsPerDevice { get; init; } = 512;

    /// <summary>
    /// Devices known at a time. 1 to 1,000,000; default 100,000 (about 300 bytes each), more than any one operator has.
    /// </summary>
    public int MaxDevices { get; init; } = 100_000;

    /// <summary>
    /// Silence after which a device may be forgotten to make room for another, seconds. 60 to 2,592,000; default 86,400: whoever
    /// was silent for a day starts anew anyway.
    /// </summary>
    public double ForgetAfterSeconds { get; init; } = 86_400;

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check() => new SettingRanges()
        .Require(this.MarginMeters is >= 0 and <= 1_000_000, nameof(this.MarginMeters), "0 to 1000000 meters")
        .Require(this.MaxSpeedMps is >= 5 and <= 150, nameof(this.MaxSpeedMps), "5 to 150 meters a second")
        .Require(this.SpeedSlackMeters is >= 0 and <= 5000, nameof(this.SpeedSlackMeters), "0 to 5000 meters")
        .Require(this.RestartAfterFixes is >= 2 and <= 20, nameof(this.RestartAfterFixes), "2 to 20")
        .Require(this.MaxAgeSeconds is >= 30 and <= 86_400, nameof(this.MaxAgeSeconds), "30 to 86400 seconds")
        .Require(this.MaxAheadSeconds is >= 0 and <= 600, nameof(this.MaxAheadSeconds), "0 to 600 seconds")
        .Require(this.ClockReports is >= 2 and <= 20, nameof(this.ClockReports), "2 to 20")
        .Require(this.ClockSpanSeconds is >= 1 and <= 600, nameof(this.ClockSpanSeconds), "1 to 600 seconds")
        .Require(this.ClockJitterSeconds is >= 1 and <= 120, nameof(this.ClockJitterSeconds), "1 to 120 seconds")
        .Require(this.MaxCountAgeSeconds is >= 60 and <= 86_400, nameof(this.MaxCountAgeSeconds), "60 to 86400 seconds")
        .Require(this.MaxIntervalSeconds is >= 10 and <= 86_400, nameof(this.MaxIntervalSeconds), "10 to 86400 seconds")
        .Require(this.MaxChannelsPerDevice is >= 1 and <= DeviceCounts.MaxChannels, nameof(this.MaxChannelsPerDevice), $"1 to {DeviceCounts.MaxChannels}")
        .Require(this.MaxDevices is >= 1 and <= 1_000_000, nameof(this.MaxDevices), "1 to 1000000")
        .Require(this.ForgetAfterSeconds is >= 60 and <= 2_592_000, nameof(this.ForgetAfterSeconds), "60 to 2592000 seconds")
        .Wrong;
}
