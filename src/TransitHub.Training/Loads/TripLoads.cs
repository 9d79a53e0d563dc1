namespace TransitHub.Training.Loads;

/// <summary>The loads of one trip of the timetable, by stop.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Direction">Its direction.</param>
/// <param name="Trip">Its id, of which there is one in a line and direction.</param>
/// <param name="Passages">In the order of the stops.</param>
public sealed record TripLoads(string Line, string Direction, string Trip, IReadOnlyList<LoadPassage> Passages)
{
    /// <summary>The day on which it ran, <c>YYYY-MM-DD</c>; empty: its loads are means of many days.</summary>
    public string Day { get; init; } = string.Empty;

    /// <summary>For how many riders its vehicle has room; NaN: not known.</summary>
    public double Room { get; init; } = double.NaN;

    /// <summary>0: Monday to Friday, 1: Saturday, 2: Sunday.</summary>
    public int DayKind { get; init; }

    /// <summary>A stop of a line and direction on days of a kind.</summary>
    internal (string Line, string Direction, int DayKind, int Stop) Place(int index) => (this.Line, this.Direction, this.DayKind, this.Passages[index].Stop);
}
