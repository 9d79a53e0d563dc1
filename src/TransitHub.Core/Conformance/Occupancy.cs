namespace TransitHub.Core.Conformance;

/// <summary>What GTFS-Realtime's two ways to tell a load may be together.</summary>
internal static class Occupancy
{
    /// <summary>More is a fault of the counter: three times as many as there is room for get into no vehicle.</summary>
    public const int MostPercent = 300;

    private const int Empty = 0;
    private const int ManySeatsAvailable = 1;
    private const int StandingRoomOnly = 3;
    private const int CrushedStandingRoomOnly = 4;
    private const int Full = 5;

    /// <summary>Whether both can be of one load. A train of few seats has standing room only long before it is half full.</summary>
    /// <param name="status">GTFS-Realtime <c>OccupancyStatus</c> by number.</param>
    /// <param name="percentage">GTFS-Realtime <c>occupancy_percentage</c>.</param>
    public static bool Agree(int status, long percentage) => status switch
    {
        Empty => percentage <= 30,
        ManySeatsAvailable => percentage <= 80,
        StandingRoomOnly => percentage >= 5,
        CrushedStandingRoomOnly or Full => percentage >= 50,
        _ => true,
    };

    /// <summary>The percentage as far as it may be published beside the status: the status is what most readers show, so it stands where they contradict each other.</summary>
    public static short? PublishedPercentage(byte? status, short? percentage) =>
        percentage is >= 0 and <= MostPercent and { } told && (status is not { } shown || Agree(shown, told)) ? told : null;
}
