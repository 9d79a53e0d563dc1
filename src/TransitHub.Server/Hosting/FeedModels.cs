using TransitHub.Core.Ids;
using TransitHub.Onnx;
using TransitHub.Server.Options;

namespace TransitHub.Server.Hosting;

/// <summary>The learned models of a feed for one pipeline. Each pipeline has its own, since one thread uses one.</summary>
internal sealed class FeedModels : IDisposable
{
    private FeedModels(OnnxArrivalModel? arrivals, OnnxLoadModel? loads) => (this.Arrivals, this.Loads) = (arrivals, loads);

    /// <summary>Of the arrivals' errors; null: the formula alone.</summary>
    public OnnxArrivalModel? Arrivals { get; }

    /// <summary>Of riders at stops ahead; null: the formula alone.</summary>
    public OnnxLoadModel? Loads { get; }

    /// <summary>Loads what the operator named for the feed. A model that cannot be used is told of, and the formula goes on alone.</summary>
    public static FeedModels Load(FeedId feed, HubOptions options, FeedSettings? settings, ILogger logger)
    {
        OnnxArrivalModel? arrivals = LearnedModels.TryLoad(settings?.Model ?? options.Model, OnnxArrivalModel.Load, message => ServerLog.ModelRefused(logger, feed, message));
        if (arrivals is not null)
        {
            ServerLog.ModelLoaded(logger, feed, arrivals.Folder, arrivals.Card.GraphSha256[..8]);
        }

        OnnxLoadModel? loads = LearnedModels.TryLoad(settings?.LoadModel ?? options.LoadModel, OnnxLoadModel.Load, message => ServerLog.LoadModelRefused(logger, feed, message));
        if (loads is not null)
        {
            ServerLog.LoadModelLoaded(logger, feed, loads.Folder, loads.Card.GraphSha256[..8]);
        }

        return new FeedModels(arrivals, loads);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        this.Arrivals?.Dispose();
        this.Loads?.Dispose();
    }
}
