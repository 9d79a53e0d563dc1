namespace TransitHub.Training.Loads;

/// <summary>The loads of one trip of the timetable, by stop.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Direction">Its direction.</param>
/// <param name="Trip">Its id, of which there is one in a line and direction.</param>
/// <param name="Passages">In the order of the stops.</param>
public sealed record TripLoads(string Line, string Direction, string Trip, IReadOnlyList<LoadPassage> Passages)
{
    /// <summary>A stop of a line and direction.</summary>
    internal (string Line, string Direction, int Stop) Place(int index) => (this.Line, this.Direction, this.Passages[index].Stop);
}
