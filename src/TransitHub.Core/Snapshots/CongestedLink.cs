using TransitHub.Core.Time;

namespace TransitHub.Core.Snapshots;

/// <summary>How freely traffic moves on a link of which enough vehicles told something in the last quarter of an hour.</summary>
/// <param name="Link">Index of the link.</param>
/// <param name="Level">GTFS-Realtime CongestionLevel, 1 (runs smoothly) to 4 (severe).</param>
/// <param name="SpeedRatio">Share of the free speed, 0 or more: the third smallest of the last five.</param>
/// <param name="Samples">On how many vehicles' words that rests, 3 to 5.</param>
/// <param name="CameraSamples">How many of them only cameras saw.</param>
/// <param name="MeasuredAt">When the newest was measured.</param>
public sealed record CongestedLink(int Link, byte Level, double SpeedRatio, int Samples, int CameraSamples, Timestamp MeasuredAt);
