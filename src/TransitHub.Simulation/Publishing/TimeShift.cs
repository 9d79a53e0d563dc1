using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Simulation.Publishing;

/// <summary>How far the times of a message are moved; <c>default</c> moves nothing.</summary>
/// <param name="Milliseconds">Added to every moment.</param>
public readonly record struct TimeShift(long Milliseconds)
{
    /// <summary>
    /// Added to every service date: the whole days nearest to the shift. Only a shift by whole days leaves service dates
    /// and times of day together as the recording had them.
    /// </summary>
    public int Days => (int)Math.Round(this.Milliseconds / 86_400_000.0);

    /// <summary>Moves a moment.</summary>
    public Timestamp Apply(Timestamp time) => time.AddMilliseconds(this.Milliseconds);

    /// <summary>Moves a service date by whole days.</summary>
    public ServiceDate Apply(ServiceDate date) => date.AddDays(this.Days);
}
