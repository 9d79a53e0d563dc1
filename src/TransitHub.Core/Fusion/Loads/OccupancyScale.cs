using TransitHub.Core.Numerics;

namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// GTFS-Realtime's OccupancyStatus by the number of riders. The specification leaves the limits to the producer; ours are those that a
/// maker of passenger counters prints (Avail, myStop): of the seats 10, 50 and 95 %, then of all places 80 and 95 %.
/// </summary>
public static class OccupancyScale
{
    /// <summary>NO_DATA_AVAILABLE.</summary>
    public const byte NoData = 7;

    /// <summary>Classes, from EMPTY (0) to FULL (5).</summary>
    public const int Classes = 6;

    private const byte FewSeats = 2;
    private const byte Full = 5;

    /// <summary>The least load of a class, riders; infinite where vehicles of this room are never of the class.</summary>
    internal static double LeastOf(int status, VehicleRoom room) => status switch
    {
        <= 0 => double.NegativeInfinity,
        1 => 0.1 * room.Seats,
        FewSeats => 0.5 * room.Seats,
        3 => room.HasStanding ? 0.95 * room.Seats : double.PositiveInfinity,
        4 => room.HasStanding ? Math.Max(0.8 * room.Riders, 0.95 * room.Seats) : double.PositiveInfinity,
        Full => 0.95 * room.Riders,
        _ => double.PositiveInfinity,
    };

    /// <summary>The class of a load, EMPTY (0) to FULL (5).</summary>
    /// <param name="load">Riders.</param>
    /// <param name="room">Of the vehicle.</param>
    public static byte Of(double load, VehicleRoom room)
    {
        ArgumentNullException.ThrowIfNull(room);
        for (byte status = Full; status > 0; status--)
        {
            if (load >= LeastOf(status, room))
            {
                return status;
            }
        }

        return 0;
    }

    /// <summary>Probabilities of the classes of a load that is known with an error.</summary>
    /// <param name="mean">Riders.</param>
    /// <param name="deviation">Standard deviation of it, riders.</param>
    /// <param name="room">Of the vehicle.</param>
    /// <param name="probabilities">Gets <see cref="Classes"/> of them; their sum is 1.</param>
    internal static void Probabilities(double mean, double deviation, VehicleRoom room, Span<double> probabilities)
    {
        double below = 1;
        for (int status = Classes - 1; status >= 0; status--)
        {
            double least = LeastOf(status, room);
            double upTo = double.IsInfinity(least) ? (least > 0 ? 1 : 0) : NormalMath.Below((least - mean) / Math.Max(1e-6, deviation));
            upTo = Math.Min(upTo, below);
            probabilities[status] = below - upTo;
            below = upTo;
        }
    }
}
