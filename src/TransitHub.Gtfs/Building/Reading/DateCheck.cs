using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Holds a feed's dates against a day, with the limits of the canonical validator and of best practice.</summary>
internal static class DateCheck
{
    /// <summary>Consumers want a feed to last this much longer.</summary>
    private const int MinDaysAhead = 30;

    /// <summary>Beyond this the canonical validator takes a date for a mistake.</summary>
    private const int MaxDaysAhead = 2 * 365;

    /// <summary>What is wrong, with its remedy, or null.</summary>
    public static (string Wrong, string Remedy)? Run(FeedSheet feed, ServiceDate today)
    {
        var later = CalendarSheetReader.Format(today.AddDays(365));
        if (feed.ValidTo < today)
        {
            return ($"service ended on {CalendarSheetReader.Format(feed.ValidTo)}, and today is {CalendarSheetReader.Format(today)}",
                $"check that the sheets still hold and set 'to' to {later} or so");
        }

        if (feed.ValidTo < today.AddDays(MinDaysAhead))
        {
            return ($"service ends on {CalendarSheetReader.Format(feed.ValidTo)}, in less than {MinDaysAhead} days", $"set 'to' to {later} or so");
        }

        if (feed.ValidFrom > today)
        {
            return ($"service starts on {CalendarSheetReader.Format(feed.ValidFrom)} only", "publish the feed that is valid now until then, or set 'from' to an earlier day");
        }

        return feed.ValidTo > today.AddDays(MaxDaysAhead)
            ? ($"service lasts until {CalendarSheetReader.Format(feed.ValidTo)}, more than two years", $"set 'to' to {later} or so")
            : null;
    }
}
