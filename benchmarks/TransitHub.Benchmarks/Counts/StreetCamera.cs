using TransitHub.Core.Counting;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Benchmarks.Counts;

/// <summary>The camera of a <see cref="TelraamFile"/> as it would have sent its hours, in quarters: each that passed in one of them by chance.</summary>
internal static class StreetCamera
{
    /// <summary>Of what passes the street, so much passes the next camera too; as much as turns off comes from elsewhere.</summary>
    private const double GoesOn = 0.8;

    private const long Start = 1_646_089_200;
    private const int Quarters = 4;

    public static DeviceId Id => DeviceId.Parse("street");

    /// <summary>A camera behind it on the same street that is always well.</summary>
    public static DeviceId NextId => DeviceId.Parse("street-2");

    /// <summary>The two as neighbors.</summary>
    public static NeighborPair Neighbors(string name) => new(Id, new("road", name, null), NextId, new("road", name, null));

    public static Timestamp StartOf(int hour) => Timestamp.FromUnixSeconds(Start + (3600L * hour));

    /// <summary>Lets a book have an hour of a class.</summary>
    /// <param name="book">The book.</param>
    /// <param name="name">The class.</param>
    /// <param name="hour">The hour's place in the file.</param>
    /// <param name="counted">What was counted; nothing is sent of an uptime of 0.</param>
    /// <param name="fault">What the camera makes of a quarter's count; null: it is well.</param>
    /// <param name="withNext">Whether the next camera counts too.</param>
    public static void Take(CountBook book, string name, int hour, CountedHour counted, Func<double, double>? fault = null, bool withNext = false)
    {
        (Timestamp from, Timestamp to) = (StartOf(hour), StartOf(hour + 1));
        if (counted.Uptime > 0)
        {
            Random chance = new((hour * 4) + Array.IndexOf(TelraamFile.Classes, name));
            int[] quarters = new int[Quarters];
            for (int i = 0; i < counted.Count; i++)
            {
                quarters[chance.Next(Quarters)]++;
            }

            for (int quarter = 0; quarter < Quarters; quarter++)
            {
                double share = quarters[quarter];
                int wentOn = Enumerable.Range(0, quarters[quarter]).Count(_ => chance.NextDouble() < GoesOn);
                int turnedIn = Enumerable.Range(0, quarters[quarter]).Count(_ => chance.NextDouble() < 1 - GoesOn);
                TrafficCount count = new()
                {
                    Device = Id,
                    ReceivedAt = to,
                    Channel = "road",
                    Class = name,
                    From = from.AddSeconds(900 * quarter),
                    To = from.AddSeconds(900 * (quarter + 1)),
                    Count = (long)Math.Round(fault is null ? share : fault(share)),
                    Uptime = (float)counted.Uptime,
                };
                book.Take(count);
                if (withNext)
                {
                    book.Take(count with { Device = NextId, Count = wentOn + turnedIn });
                }
            }
        }
    }

    /// <summary>Lets time pass to two minutes after an hour.</summary>
    public static void Pass(CountBook book, int hour) => book.Advance(StartOf(hour + 1).AddSeconds(130));
}
