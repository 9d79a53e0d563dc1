using TransitHub.Core.Ids;
using TransitHub.Onnx;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;

namespace TransitHub.Server.Roles.Fusion;

/// <summary>The learned models of one shard. Each shard has its own, since one thread uses one.</summary>
internal sealed class ShardModels : IDisposable
{
    private ShardModels(OnnxArrivalModel? arrivals, OnnxLoadModel? loads) => (this.Arrivals, this.Loads) = (arrivals, loads);

    /// <summary>Of the arrivals' errors; null: the formula alone.</summary>
    public OnnxArrivalModel? Arrivals { get; }

    /// <summary>Of riders at stops ahead; null: the formula alone.</summary>
    public OnnxLoadModel? Loads { get; }

    /// <summary>Loads what the operator named for the feed. A model that cannot be used is told of, and the formula goes on alone.</summary>
    public static ShardModels Load(FeedId feed, HubOptions options, FeedSettings? settings, ILogger logger) => new(
        LearnedModels.TryLoad(settings?.Model ?? options.Model, OnnxArrivalModel.Load, message => ServerLog.ModelRefused(logger, feed, message)),
        LearnedModels.TryLoad(settings?.LoadModel ?? options.LoadModel, OnnxLoadModel.Load, message => ServerLog.LoadModelRefused(logger, feed, message)));

    /// <inheritdoc/>
    public void Dispose()
    {
        this.Arrivals?.Dispose();
        this.Loads?.Dispose();
    }
}
