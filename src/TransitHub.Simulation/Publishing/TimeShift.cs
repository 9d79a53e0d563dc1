using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Simulation.Publishing;

/// <summary>
/// Lays the times of a recording on another stretch of time, faster or slower than they ran. Times keep their order, so
/// that a device's reports do; <c>default</c> moves nothing.
/// </summary>
/// <param name="From">A moment of the recording.</param>
/// <param name="To">Where that moment is laid.</param>
/// <param name="Speed">
/// What a second of the recording is divided by, above 0; infinity lays every moment on <paramref name="To"/>, which is then
/// the present of each message.
/// </param>
public readonly record struct TimeShift(Timestamp From, Timestamp To, double Speed)
{
    /// <summary>Whether every time stays as it was.</summary>
    public bool IsNone => this == default;

    /// <summary>
    /// Added to every service date: the whole days nearest to the shift. Only a shift by whole days at the recording's own
    /// tempo leaves service dates and times of day together as they were.
    /// </summary>
    public int Days => (int)Math.Round((this.To.UnixMilliseconds - this.From.UnixMilliseconds) / 86_400_000.0);

    /// <summary>Moves a moment.</summary>
    public Timestamp Apply(Timestamp time) => this.IsNone
        ? time
        : this.To.AddMilliseconds((long)Math.Floor((time.UnixMilliseconds - this.From.UnixMilliseconds) / this.Speed));

    /// <summary>Moves a service date by whole days.</summary>
    public ServiceDate Apply(ServiceDate date) => date.AddDays(this.Days);
}
