using TransitHub.Core.Time;

namespace TransitHub.Server.Commands.Replay;

/// <summary>The moments of snapshots: whole multiples of the interval, from the first at or after the recording's start.</summary>
/// <param name="everySeconds">The interval.</param>
internal sealed class ReplayTicks(int everySeconds)
{
    /// <summary>The next moment; null before the recording's first record.</summary>
    public Timestamp? Next { get; private set; }

    /// <summary>Starts at the first multiple that does not lie before the moment, also after a pause in the recording.</summary>
    public void StartAt(Timestamp moment)
    {
        long interval = everySeconds * 1000L;
        long passed = moment.UnixMilliseconds % interval;
        this.Next = moment.AddMilliseconds(passed == 0 ? 0 : interval - passed);
    }

    /// <summary>Goes to the next multiple.</summary>
    public void Pass() => this.Next = this.Next?.AddMilliseconds(everySeconds * 1000L);
}
