using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Comparing;

/// <summary>The days by which the services of two versions are compared: those both cover, or the days of the week if they share none.</summary>
internal sealed class ServiceDays
{
    /// <summary>Days beyond which nothing more is compared: two years, twice what feeds cover.</summary>
    private const int MaxDays = 731;

    private readonly ServiceDate first;
    private readonly int count;

    public ServiceDays(Schedule before, Schedule after)
    {
        if (before.Services is { FirstDate: { } a, LastDate: { } b } && after.Services is { FirstDate: { } c, LastDate: { } d })
        {
            this.first = a > c ? a : c;
            this.count = Math.Clamp((b < d ? b : d).DayNumber - this.first.DayNumber + 1, 0, MaxDays);
        }
    }

    /// <summary>Whether both versions have days in common.</summary>
    public bool HasCommon => this.count > 0;

    /// <summary>A mark of the days of each service: equal for equal days; null for a service that runs on none of them.</summary>
    public string?[] MarksOf(Schedule schedule)
    {
        var marks = new string?[schedule.Services.Count];
        for (var service = 0; service < marks.Length; service++)
        {
            marks[service] = HasCommon ? Common(schedule, service) : Weekdays(schedule, service);
        }

        return marks;
    }

    private string? Common(Schedule schedule, int service)
    {
        var days = new char[(this.count + 15) / 16];
        var any = false;
        for (var day = 0; day < this.count; day++)
        {
            if (schedule.Services.IsActive(service, this.first.AddDays(day)))
            {
                days[day / 16] |= (char)(1 << (day % 16));
                any = true;
            }
        }

        return any ? new string(days) : null;
    }

    private static string? Weekdays(Schedule schedule, int service)
    {
        var days = 0;
        if (schedule.Services.FirstDateOf(service) is { } from && schedule.Services.LastDateOf(service) is { } to)
        {
            for (var date = from; date <= to && date.DayNumber - from.DayNumber < MaxDays; date = date.AddDays(1))
            {
                days |= schedule.Services.IsActive(service, date) ? 1 << (int)date.DayOfWeek : 0;
            }
        }

        return days == 0 ? null : ((char)days).ToString();
    }
}
