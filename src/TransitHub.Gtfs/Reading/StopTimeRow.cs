namespace TransitHub.Gtfs.Reading;

/// <summary>A row of stop_times.txt as it stands; times are -1 and the distance NaN where blank.</summary>
internal struct StopTimeRow : IOwnedRow
{
    public int Trip;
    public int Stop;
    public int Sequence;
    public int Arrival;
    public int Departure;
    public float Distance;
    public int Line;
    public byte Flags;

    public readonly int Owner => Trip;
}
