using TransitHub.Core.Counting;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Benchmarks.Counts;

/// <summary>The camera of a <see cref="TelraamFile"/> as it would have sent its hours, in quarters: each that passed in one of them by chance.</summary>
internal static class StreetCamera
{
    private const long Start = 1_646_089_200;
    private const int Quarters = 4;

    public static DeviceId Id => DeviceId.Parse("street");

    public static Timestamp StartOf(int hour) => Timestamp.FromUnixSeconds(Start + (3600L * hour));

    /// <summary>Lets a book have an hour of a class.</summary>
    /// <param name="book">The book.</param>
    /// <param name="name">The class.</param>
    /// <param name="hour">The hour's place in the file.</param>
    /// <param name="counted">What was counted; nothing is sent of an uptime of 0.</param>
    /// <param name="fault">What the camera makes of a quarter's count; null: it is well.</param>
    public static void Take(CountBook book, string name, int hour, CountedHour counted, Func<double, double>? fault = null)
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
                book.Take(new TrafficCount
                {
                    Device = Id,
                    ReceivedAt = to,
                    Channel = "road",
                    Class = name,
                    From = from.AddSeconds(900 * quarter),
                    To = from.AddSeconds(900 * (quarter + 1)),
                    Count = (long)Math.Round(fault is null ? share : fault(share)),
                    Uptime = (float)counted.Uptime,
                });
            }
        }
    }

    /// <summary>Lets time pass to two minutes after an hour.</summary>
    public static void Pass(CountBook book, int hour) => book.Advance(StartOf(hour + 1).AddSeconds(130));
}
