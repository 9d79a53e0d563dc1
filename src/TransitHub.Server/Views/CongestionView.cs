using System.Globalization;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Server.Views;

/// <summary>How freely traffic moves from one stop to the next, in JSON.</summary>
/// <param name="Link">Names the way between the two stops, 16 hexadecimal digits; the same over versions of the static feed as long as the way is.</param>
/// <param name="FromStopId">GTFS <c>stop_id</c> at its start.</param>
/// <param name="ToStopId">GTFS <c>stop_id</c> at its end.</param>
/// <param name="Level">GTFS-Realtime CongestionLevel, 1 (runs smoothly), 2 (stop and go), 3 (congestion) or 4 (severe).</param>
/// <param name="SpeedRatio">Share of the free speed, 0 or more.</param>
/// <param name="Samples">On how many vehicles that rests, 3 to 5.</param>
/// <param name="CameraSamples">How many of them only cameras saw.</param>
/// <param name="MeasuredAt">When the newest was measured, Unix seconds.</param>
internal sealed record CongestionView(string Link, string FromStopId, string ToStopId, byte Level, double SpeedRatio, int Samples, int CameraSamples, long MeasuredAt)
{
    /// <summary>The name of a link.</summary>
    public static string NameOf(LinkTable links, int link) => links.Key(link).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Of a link.</summary>
    public static CongestionView Of(CongestedLink link, Schedule schedule) => new(
        NameOf(schedule.Links, link.Link),
        schedule.Stops.Id(schedule.Links.FromStop(link.Link)),
        schedule.Stops.Id(schedule.Links.ToStop(link.Link)),
        link.Level,
        Math.Round(link.SpeedRatio, 2),
        link.Samples,
        link.CameraSamples,
        link.MeasuredAt.UnixSeconds);
}
