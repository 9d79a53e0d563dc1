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
    /// <summary>Whose failures are known at a time; a newcomer beyond it takes the place of the one that failed longest ago.</summary>
    internal const int MaxKnown = 20_000;

    private readonly Dictionary<string, LinkedListNode<Failures>> known = new(StringComparer.Ordinal);

    /// <summary>Whoever failed last comes last.</summary>
    private readonly LinkedList<Failures> byAge = [];

    /// <summary>True while nothing of it is checked.</summary>
    public bool IsWaiting(string who) => this.SecondsLeft(who) > 0;

    /// <summary>How long nothing of it is checked, seconds, rounded up; 0: it is.</summary>
    public int SecondsLeft(string who)
    {
        lock (this.known)
        {
            return this.known.TryGetValue(who, out LinkedListNode<Failures>? failures) ? Math.Max(0, (int)Math.Ceiling(failures.Value.Until.SecondsSince(Timestamp.Now(clock)))) : 0;
        }
    }

    /// <summary>Counts a failure.</summary>
    public void Fail(string who)
    {
        lock (this.known)
        {
            Timestamp now = Timestamp.Now(clock);
            int count = this.known.TryGetValue(who, out LinkedListNode<Failures>? before) && now.SecondsSince(before.Value.Last) < 2.0 * maxSeconds ? before.Value.Count + 1 : 1;
            this.Remove(before ?? (this.known.Count >= MaxKnown ? this.byAge.First : null));
            double wait = count <= free ? 0 : Math.Min(maxSeconds, Math.Pow(2, Math.Min(count - free - 1, 30)));
            this.known[who] = this.byAge.AddLast(new Failures(who, count, now, now.AddSeconds(wait)));
        }
    }

    /// <summary>It was right this time: what went wrong before is forgotten.</summary>
    public void Forget(string who)
    {
        lock (this.known)
        {
            this.Remove(this.known.GetValueOrDefault(who));
        }
    }

    private void Remove(LinkedListNode<Failures>? failures)
    {
        if (failures is not null)
        {
            this.known.Remove(failures.Value.Who);
            this.byAge.Remove(failures);
        }
    }

    private readonly record struct Failures(string Who, int Count, Timestamp Last, Timestamp Until);
}
