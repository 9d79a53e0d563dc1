using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>What a step of a stream is.</summary>
internal enum WatchStepKind
{
    /// <summary>All that matches; replaces what the reader holds.</summary>
    Snapshot,

    /// <summary>What changed.</summary>
    Changes,

    /// <summary>Nothing; the stream is alive.</summary>
    Heartbeat,
}

/// <summary>In which bytes a step is told.</summary>
internal enum WatchForm
{
    /// <summary>gRPC's messages.</summary>
    Grpc,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>JSON with as much of a vehicle as a map draws.</summary>
    BriefJson,
}

/// <summary>One step of a stream, before it is cut into events and encoded. Equal readers that go from one state to another are given the same one.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="State">The state that the reader has after it; for a heartbeat the newest.</param>
/// <param name="From">The sequence of the state before it; -1 for a snapshot.</param>
/// <param name="To">The sequence of the state after it.</param>
/// <param name="Delta">What to tell.</param>
/// <param name="ConflatedStates">States it stands for beyond the first.</param>
internal sealed record WatchStep(WatchStepKind Kind, HubSnapshot State, long From, long To, WatchDelta Delta, long ConflatedStates)
{
    private readonly Lazy<object>?[] forms = new Lazy<object>?[Enum.GetValues<WatchForm>().Length];

    /// <summary>Whether there is something to tell.</summary>
    public bool IsTold => this.Kind != WatchStepKind.Changes || this.Delta.Count > 0;

    /// <summary>What the reader holds after it; of a heartbeat nothing is told.</summary>
    public WatchHeld Held { get; init; } = WatchHeld.None;

    /// <summary>The step in a form, made by the first who asks for it.</summary>
    public T In<T>(WatchForm form, Func<WatchStep, T> make)
        where T : class
    {
        ref Lazy<object>? place = ref this.forms[(int)form];
        if (Volatile.Read(ref place) is not { } known)
        {
            Lazy<object> made = new(() => make(this));
            known = Interlocked.CompareExchange(ref place, made, null) ?? made;
        }

        return (T)known.Value;
    }

    /// <summary>Others are told a later state now, and who is given this one does not hold its bytes; asked again it would make them again.</summary>
    public void Forget() => Array.Clear(this.forms);
}
