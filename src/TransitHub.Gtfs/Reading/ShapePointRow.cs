namespace TransitHub.Gtfs.Reading;

/// <summary>A row of shapes.txt; places in ten-millionths of a degree (a centimetre), the distance NaN where blank.</summary>
internal struct ShapePointRow : IOwnedRow
{
    public const double PerDegree = 1e7;

    public int Shape;
    public int Sequence;
    public int Latitude;
    public int Longitude;
    public float Distance;
    public int Line;

    public readonly int Owner => Shape;
}
