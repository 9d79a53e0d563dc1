using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>What an hour came to that nobody counted, or that was counted in part: no measurement, and never to be mixed with one.</summary>
/// <param name="Key">What would have been counted.</param>
/// <param name="Start">Its start.</param>
/// <param name="Whole">What the whole hour comes to.</param>
/// <param name="Uptime">Share of the hour in which the device was counting, [0, 1].</param>
public readonly record struct FilledFlow(ChannelKey Key, Timestamp Start, FilledHour Whole, double Uptime);
