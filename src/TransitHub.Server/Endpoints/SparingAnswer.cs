using TransitHub.Core.Feeds;

namespace TransitHub.Server.Endpoints;

/// <summary>
/// An answer that changes all the time and that many ask for: it is given once more while making it anew would take more than a twentieth of the time, so that the
/// list of 5,000 cameras is some seconds old at most and takes a twentieth of a core, and a short one is always new. Safe for many threads.
/// </summary>
/// <param name="clock">The hub's clock.</param>
internal sealed class SparingAnswer(TimeProvider clock)
{
    private const int Share = 20;
    private readonly Lock sync = new();
    private Representation? answer;
    private long madeAt;
    private TimeSpan took;

    /// <summary>The answer. One that came out the same is the same object, compressed once.</summary>
    /// <param name="make">Makes it anew.</param>
    public Representation Get(Func<Representation> make)
    {
        lock (this.sync)
        {
            if (this.answer is null || clock.GetElapsedTime(this.madeAt) >= Share * this.took)
            {
                long began = clock.GetTimestamp();
                Representation made = make();
                this.madeAt = clock.GetTimestamp();
                this.took = clock.GetElapsedTime(began, this.madeAt);
                this.answer = this.answer?.ETag == made.ETag ? this.answer : made;
            }

            return this.answer;
        }
    }
}
