using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Fusion.Links;

/// <summary>A service day: when it starts, and which days it is like. Turns a moment into a time of day.</summary>
/// <param name="Start">Its 00:00, Unix seconds.</param>
/// <param name="Kind">0: Monday to Friday, 1: Saturday, 2: Sunday. Holidays are known to no static feed by name.</param>
internal readonly record struct DayTime(long Start, int Kind)
{
    /// <summary>Number of kinds.</summary>
    public const int Kinds = 3;

    public static DayTime Of(Schedule schedule, ServiceDate date) => new(
        schedule.ServiceDayStart(date),
        date.DayOfWeek switch { DayOfWeek.Saturday => 1, DayOfWeek.Sunday => 2, _ => 0 });

    /// <summary>Half hours since 00:00, [0, 48): the hours after midnight count as the day's small hours.</summary>
    public double HalfHours(double time)
    {
        double halves = (time - this.Start) / 1800;
        return halves is >= 0 and < 48 ? halves : ((halves % 48) + 48) % 48;
    }
}
