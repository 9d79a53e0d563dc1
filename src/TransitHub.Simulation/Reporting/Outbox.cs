using TransitHub.Core.Time;

namespace TransitHub.Simulation.Reporting;

/// <summary>Messages on their way, by the moment at which they leave their device; at one moment in the order in which they were made.</summary>
internal sealed class Outbox
{
    private readonly PriorityQueue<SimulatedMessage, (long At, long Order)> messages = new(new ByTime());
    private long made;

    /// <summary>Messages taken so far.</summary>
    public long Taken { get; private set; }

    public void Add(SimulatedMessage message) => this.messages.Enqueue(message, (message.SendAt.UnixMilliseconds, this.made++));

    /// <summary>Moves what leaves by then.</summary>
    public void TakeUntil(Timestamp until, ICollection<SimulatedMessage> messages)
    {
        while (this.messages.TryPeek(out SimulatedMessage first, out _) && first.SendAt <= until)
        {
            messages.Add(first);
            this.messages.Dequeue();
            this.Taken++;
        }
    }

    private sealed class ByTime : IComparer<(long At, long Order)>
    {
        public int Compare((long At, long Order) x, (long At, long Order) y) => x.At != y.At ? x.At.CompareTo(y.At) : x.Order.CompareTo(y.Order);
    }
}
