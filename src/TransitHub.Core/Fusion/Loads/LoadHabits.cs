using TransitHub.Core.Ids;

namespace TransitHub.Core.Fusion.Loads;

/// <summary>What finished runs have taught of riders: how each vehicle's counters err, and what is usual at the stops of each pattern.</summary>
/// <param name="options">By which factors counts are raised.</param>
internal sealed class LoadHabits(LoadOptions options)
{
    /// <summary>What is known of a counter that has not finished a run.</summary>
    public CountBias Unknown { get; } = new(options.Factors);

    /// <summary>True: what comes now was learned before, and is passed over.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Counters that have finished a run, by vehicle.</summary>
    public Dictionary<DeviceId, CountBias> Counters { get; } = [];

    /// <summary>Riders at the stops, by pattern.</summary>
    public Dictionary<int, StopRiders> Patterns { get; } = [];

    /// <summary>The counter's own bias once it has finished a run or was surveyed, before that what is known of all.</summary>
    public CountBias BiasOf(DeviceId vehicle) => this.Counters.TryGetValue(vehicle, out CountBias? own) ? own
        : options.DeviceCountFactors.ContainsKey(vehicle.ToString()) ? this.OwnBiasOf(vehicle) : this.Unknown;

    /// <summary>The counter's own bias, to learn from a run that it has finished.</summary>
    public CountBias OwnBiasOf(DeviceId vehicle)
    {
        if (!this.Counters.TryGetValue(vehicle, out CountBias? own))
        {
            this.Counters.Add(vehicle, own = new CountBias(options.FactorsOf(vehicle)));
        }

        return own;
    }

    /// <summary>What is usual at the stops of a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="stops">Its stops.</param>
    public StopRiders UsualOf(int pattern, int stops)
    {
        if (!this.Patterns.TryGetValue(pattern, out StopRiders? usual))
        {
            this.Patterns.Add(pattern, usual = new StopRiders(stops));
        }

        return usual;
    }
}
