using TransitHub.Core.Ids;
using TransitHub.Core.Storage;

namespace TransitHub.Server;

/// <summary>What the server logs; event ids are stable.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Warning, "Observation log of feed {Feed}: {Kind}: {Message}")]
    public static partial void LogNotice(ILogger logger, FeedId feed, LogNoticeKind kind, string message);

    [LoggerMessage(2, LogLevel.Information, "Stopping: {Step}")]
    public static partial void Stopping(ILogger logger, string step);

    [LoggerMessage(3, LogLevel.Critical, "Feed {Feed} stopped by a fault; the hub ends")]
    public static partial void FeedFaulted(ILogger logger, FeedId feed, Exception? exception);

    [LoggerMessage(4, LogLevel.Warning, "Feed {Feed} predicts without a learned model: {Message}")]
    public static partial void ModelRefused(ILogger logger, FeedId feed, string message);

    [LoggerMessage(5, LogLevel.Warning, "History of feed {Feed}: {Message}")]
    public static partial void HistoryNotice(ILogger logger, FeedId feed, string message);

    [LoggerMessage(6, LogLevel.Information, "Feed {Feed} asks the learned model {Folder} (graph {Graph}); its share starts at 0 and follows the arrivals, see transithub_model_share")]
    public static partial void ModelLoaded(ILogger logger, FeedId feed, string folder, string graph);

    [LoggerMessage(7, LogLevel.Information, "Feed {Feed}: {Message}")]
    public static partial void DevicesRead(ILogger logger, FeedId feed, string message);

    [LoggerMessage(8, LogLevel.Warning, "Feed {Feed} foretells loads without a learned model: {Message}")]
    public static partial void LoadModelRefused(ILogger logger, FeedId feed, string message);

    [LoggerMessage(9, LogLevel.Information, "Feed {Feed} asks the learned model {Folder} (graph {Graph}) for riders at stops ahead; it is heard where finished runs prove it nearer than the formula")]
    public static partial void LoadModelLoaded(ILogger logger, FeedId feed, string folder, string graph);

    [LoggerMessage(10, LogLevel.Warning, "{Notice}")]
    public static partial void SettingNotice(ILogger logger, string notice);

    [LoggerMessage(11, LogLevel.Critical, "Role {Role} stopped by a fault; the process ends")]
    public static partial void RoleFaulted(ILogger logger, string role, Exception? exception);

    [LoggerMessage(40, LogLevel.Information, "Shard {Shard} is taken up")]
    public static partial void ShardTaken(ILogger logger, ShardId shard);

    [LoggerMessage(41, LogLevel.Information, "Shard {Shard} is given back, its state is kept")]
    public static partial void ShardGivenBack(ILogger logger, ShardId shard);

    [LoggerMessage(42, LogLevel.Warning, "Shard {Shard} is let go: {Problem}")]
    public static partial void ShardLost(ILogger logger, ShardId shard, string problem);

    [LoggerMessage(43, LogLevel.Warning, "Shard {Shard}: {Message}")]
    public static partial void ShardNotice(ILogger logger, ShardId shard, string message);

    [LoggerMessage(44, LogLevel.Warning, "No shard can be asked for: {Problem}")]
    public static partial void FusionWaits(ILogger logger, string problem);

    [LoggerMessage(12, LogLevel.Information, "Feed {Feed}: {Message}")]
    public static partial void ArchiveNews(ILogger logger, FeedId feed, string message);

    [LoggerMessage(13, LogLevel.Warning, "Feed {Feed}: {Message}")]
    public static partial void ArchiveTrouble(ILogger logger, FeedId feed, string message);

    [LoggerMessage(70, LogLevel.Warning, "Feed {Feed} cannot be brought to {Delivery}, it is tried again: {Problem}")]
    public static partial void DeliveryFails(ILogger logger, FeedId feed, string delivery, string problem);

    [LoggerMessage(71, LogLevel.Information, "Feed {Feed} is brought to {Delivery} again")]
    public static partial void DeliveryGoesOn(ILogger logger, FeedId feed, string delivery);

    [LoggerMessage(72, LogLevel.Warning, "Feed {Feed}: {Message}")]
    public static partial void FeedCollapses(ILogger logger, FeedId feed, string message);

    [LoggerMessage(15, LogLevel.Warning, "Feed {Feed}, source {Source}: {Problem}")]
    public static partial void UpstreamTrouble(ILogger logger, string feed, string source, string problem);

    [LoggerMessage(82, LogLevel.Error, "{Problem} Until then the keys that were read before hold.")]
    public static partial void KeysKept(ILogger logger, string problem);

    [LoggerMessage(60, LogLevel.Warning, "What the shards of {Feed} report besides states cannot be read, the next try follows: {Problem}")]
    public static partial void ReportsUnread(ILogger logger, FeedId feed, string problem);

    [LoggerMessage(14, LogLevel.Information, "Feed {Feed}: {Message}")]
    private static partial void StaticNews(ILogger logger, FeedId feed, string message);

    [LoggerMessage(16, LogLevel.Warning, "Feed {Feed}: {Message}")]
    private static partial void StaticTrouble(ILogger logger, FeedId feed, string message);

    /// <summary>What happens to a feed's static versions, by whether it is trouble.</summary>
    public static void StaticTold(ILogger logger, FeedId feed, string message, bool isTrouble)
    {
        if (isTrouble)
        {
            StaticTrouble(logger, feed, message);
        }
        else
        {
            StaticNews(logger, feed, message);
        }
    }

    [LoggerMessage(80, LogLevel.Error, "{Problem} The devices as they were before stay")]
    public static partial void CredentialsKept(ILogger logger, string problem);

    [LoggerMessage(81, LogLevel.Warning, "The device credentials in {Path} can be read by others than their owner: chmod 600")]
    public static partial void CredentialsOpen(ILogger logger, string path);

    [LoggerMessage(83, LogLevel.Information, "HTTP/3 is off: this machine has no libmsquic. HTTP/1.1 and HTTP/2 are served; Security:Tls:Http3 false takes this line away")]
    public static partial void NoQuic(ILogger logger);
}
