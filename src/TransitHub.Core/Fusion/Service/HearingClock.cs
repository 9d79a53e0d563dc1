using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Service;

/// <summary>
/// Counts the seconds in which the feed was heard at all. While the network is down no run can be seen, and nothing may be concluded from that.
/// </summary>
internal sealed class HearingClock
{
    /// <summary>Without any report for longer than this, the feed is not heard, seconds.</summary>
    private const double MaxGap = 60;

    private Timestamp last;
    private double counted;
    private bool hasBegun;

    /// <summary>Takes note of a report.</summary>
    public void Hear(Timestamp at)
    {
        if (!this.hasBegun)
        {
            this.hasBegun = true;
            this.last = at;
        }
        else if (at > this.last)
        {
            this.counted = this.At(at);
            this.last = at;
        }
    }

    /// <summary>Seconds of hearing up to a moment.</summary>
    public double At(Timestamp now) => this.hasBegun ? this.counted + Math.Clamp(now.SecondsSince(this.last), 0, MaxGap) : 0;
}
