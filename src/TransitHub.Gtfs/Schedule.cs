namespace TransitHub.Gtfs;

/// <summary>A static feed in columns; immutable.</summary>
public sealed class Schedule
{
    /// <summary>A feed without anything, for operators that have no GTFS.</summary>
    public static Schedule Empty { get; } = new();
}
