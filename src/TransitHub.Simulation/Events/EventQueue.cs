namespace TransitHub.Simulation.Events;

/// <summary>What comes next, by time and, at one time, in the order in which it was asked for.</summary>
internal sealed class EventQueue
{
    private readonly PriorityQueue<SimulationEvent, Due> queue = new(DueOrder.Instance);
    private long asked;

    public int Count => this.queue.Count;

    /// <param name="at">Unix milliseconds.</param>
    /// <param name="due">What happens then.</param>
    public void Add(long at, SimulationEvent due) => this.queue.Enqueue(due, new Due(at, this.asked++));

    /// <summary>Takes the next event if it is due.</summary>
    public bool TryTake(long until, out SimulationEvent due, out long at)
    {
        if (this.queue.TryPeek(out due, out Due first) && first.At <= until)
        {
            this.queue.Dequeue();
            at = first.At;
            return true;
        }

        at = 0;
        return false;
    }

    private readonly record struct Due(long At, long Order);

    private sealed class DueOrder : IComparer<Due>
    {
        public static readonly DueOrder Instance = new();

        public int Compare(Due x, Due y) => x.At != y.At ? x.At.CompareTo(y.At) : x.Order.CompareTo(y.Order);
    }
}
