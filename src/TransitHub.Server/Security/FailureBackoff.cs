using TransitHub.Core.Time;

namespace TransitHub.Server.Security;

/// <summary>
/// Makes who fails again and again wait: the first failures are free, then each doubles the time in which nothing more is checked. Who has not failed for
/// twice the longest wait is forgotten. Safe for many threads.
/// </summary>
/// <param name="free">Failures that have no consequence.</param>
/// <param name="maxSeconds">The longest wait, seconds.</param>
/// <param name="clock">Measures the time.</param>
internal sealed class FailureBackoff(int free, int maxSeconds, TimeProvider clock)
{
    /// <summary>Whose failures are known at a time; a newcomer beyond it takes the place of some other.</summary>
    internal const int MaxKnown = 20_000;

    private readonly Dictionary<string, Failures> known = new(StringComparer.Ordinal);

    /// <summary>True while nothing of it is checked.</summary>
    public bool IsWaiting(string who) => this.SecondsLeft(who) > 0;

    /// <summary>How long nothing of it is checked, seconds, rounded up; 0: it is.</summary>
    public int SecondsLeft(string who)
    {
        lock (this.known)
        {
            return this.known.TryGetValue(who, out Failures failures) ? Math.Max(0, (int)Math.Ceiling(failures.Until.SecondsSince(Timestamp.Now(clock)))) : 0;
        }
    }

    /// <summary>Counts a failure.</summary>
    public void Fail(string who)
    {
        lock (this.known)
        {
            Timestamp now = Timestamp.Now(clock);
            int count = this.known.TryGetValue(who, out Failures before) && now.SecondsSince(before.Last) < 2.0 * maxSeconds ? before.Count + 1 : 1;
            if (this.known.Count >= MaxKnown && !this.known.ContainsKey(who))
            {
                this.known.Remove(this.known.Keys.First());
            }

            double wait = count <= free ? 0 : Math.Min(maxSeconds, Math.Pow(2, Math.Min(count - free - 1, 30)));
            this.known[who] = new Failures(count, now, now.AddSeconds(wait));
        }
    }

    /// <summary>It was right this time: what went wrong before is forgotten.</summary>
    public void Forget(string who)
    {
        lock (this.known)
        {
            this.known.Remove(who);
        }
    }

    private readonly record struct Failures(int Count, Timestamp Last, Timestamp Until);
}
