namespace TransitHub.Gtfs;

/// <summary>The stop times of all trips, one trip after the other.</summary>
/// <param name="Arrivals">Seconds of service time.</param>
/// <param name="Departures">Seconds of service time.</param>
/// <param name="Flags"><see cref="Timepoint"/>, pickup and drop-off type, which times the file has.</param>
/// <param name="Sequences">Distinct lists of stop_sequence; most trips of a feed share a few.</param>
/// <param name="Count">Stop times in use; the arrays may be longer.</param>
internal sealed record StopTimeColumns(int[] Arrivals, int[] Departures, byte[] Flags, IntLists Sequences, int Count)
{
    public const byte Timepoint = 1;
    public const int PickupShift = 1;
    public const int DropOffShift = 3;
    public const byte HasArrival = 1 << 5;
    public const byte HasDeparture = 1 << 6;
}
