using System.Globalization;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Upstream;

/// <summary>Another agency's update as a test writes it: <c>S0 arr 08:00:10; S1 dep +60; #3 skip</c> on 2 March 2026 in Bangkok.</summary>
internal static class UpdateText
{
    /// <summary>00:00 of the day, Unix seconds.</summary>
    public const long Midnight = 1_772_384_400;

    /// <summary>Unix seconds of a time of the day.</summary>
    public static long At(string time)
    {
        int[] parts = [.. time.Split(':').Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
        return Midnight + (parts[0] * 3600) + (parts[1] * 60) + parts.ElementAtOrDefault(2);
    }

    public static FeedEntity Entity(string tripId, string stops, string id = "e1")
    {
        var update = new TripUpdate { Trip = new TripDescriptor() };
        if (tripId.Length > 0)
        {
            update.Trip.TripId = tripId;
        }

        update.StopTimeUpdate.AddRange(stops.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Stop));
        return new FeedEntity { Id = id, TripUpdate = update };
    }

    private static TripUpdate.Types.StopTimeUpdate Stop(string text)
    {
        string[] words = text.Split(' ');
        var stop = new TripUpdate.Types.StopTimeUpdate();
        foreach (string name in words[0].Split(','))
        {
            if (name[0] == '#')
            {
                stop.StopSequence = uint.Parse(name[1..], CultureInfo.InvariantCulture);
            }
            else
            {
                stop.StopId = name;
            }
        }

        for (int i = 1; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "arr":
                    stop.Arrival = Event(words[++i]);
                    break;
                case "dep":
                    stop.Departure = Event(words[++i]);
                    break;
                case "skip":
                    stop.ScheduleRelationship = TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship.Skipped;
                    break;
                case "nodata":
                    stop.ScheduleRelationship = TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship.NoData;
                    break;
            }
        }

        return stop;
    }

    private static TripUpdate.Types.StopTimeEvent Event(string text) => text[0] is '+' or '-'
        ? new TripUpdate.Types.StopTimeEvent { Delay = int.Parse(text, CultureInfo.InvariantCulture) }
        : new TripUpdate.Types.StopTimeEvent { Time = At(text) };
}
