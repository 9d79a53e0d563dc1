using System.Globalization;
using StackExchange.Redis;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Books;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Redis;

/// <summary>
/// Every key that the hub has in Redis. What one script touches has one hash tag, the part in braces, and so lies on one node of a cluster: a shard's
/// <c>{city/3}</c>, a feed's encoder's <c>{city/encoder}</c>, its registry's <c>{city/registry}</c>, an ingest process's
/// <c>{+ingest/0}</c>. README.md tells what each holds.
/// </summary>
/// <param name="prefix">In front of each, so that several hubs may share one Redis.</param>
internal sealed class RedisKeys(string prefix)
{
    /// <summary>Hash: <c>owner</c>, <c>token</c>. Expires with the lease.</summary>
    public RedisKey Lease(LeaseName name) => $"{prefix}:{{{name}}}:lease";

    /// <summary>Number: the last token given out. Never expires.</summary>
    public RedisKey LeaseTokens(LeaseName name) => $"{prefix}:{{{name}}}:lease:tokens";

    /// <summary>Stream: the shard's observation log. An entry's id is the sequence of its last record, and <c>-0</c>.</summary>
    public RedisKey Log(ShardId shard) => $"{prefix}:{{{shard}}}:log";

    /// <summary>Hash: <c>last</c>, <c>high</c>, <c>bytes</c>, <c>trimmed</c> of the log.</summary>
    public RedisKey LogAccount(ShardId shard) => $"{prefix}:{{{shard}}}:log:account";

    /// <summary>Hash: <c>number</c> and <c>last</c> of a writer's newest append, so that a repeat changes nothing. Expires a day after it.</summary>
    public RedisKey LogWriter(ShardId shard, string writer) => $"{prefix}:{{{shard}}}:log:writer:{writer}";

    /// <summary>Hash: what a state's content is and where.</summary>
    public RedisKey State(LeaseName owner, string name) => $"{prefix}:{{{owner}}}:state:{name}";

    /// <summary>Hash of parts: a state's content. Expires unless it becomes the state.</summary>
    public RedisKey StateContent(LeaseName owner, string name, long generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}:{{{owner}}}:state:{name}:{generation}");

    /// <summary>Stream: what a lease's holder tells of its states. An entry's id is its number, and <c>-0</c>.</summary>
    public RedisKey Changes(LeaseName stream) => $"{prefix}:{{{stream}}}:changes";

    /// <summary>Hash: <c>last</c>, the newest number.</summary>
    public RedisKey ChangesAccount(LeaseName stream) => $"{prefix}:{{{stream}}}:changes:account";

    /// <summary>Hash: <c>edition</c>, and for each published message what it is and where.</summary>
    public RedisKey Feeds(FeedId feed) => $"{prefix}:{{{LeaseName.OfEncoder(feed)}}}:feeds";

    /// <summary>Hash of parts: a published message. Expires unless it is published.</summary>
    public RedisKey FeedContent(FeedId feed, string name, long generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}:{{{LeaseName.OfEncoder(feed)}}}:feeds:{name}:{generation}");

    /// <summary>Hash: <c>version</c>, <c>text</c>, <c>checksum</c> of the shared devices file.</summary>
    public RedisKey Registry(FeedId feed) => $"{prefix}:{{{feed}/registry}}:devices";

    /// <summary>Hash: <c>version</c>, <c>text</c>, <c>checksum</c> of what operators wrote of a matter.</summary>
    public RedisKey Book(FeedId feed, string name) => $"{prefix}:{{{OwnerOf(feed)}/{name}}}:{name}";

    /// <summary>Stream: who did what to them. An entry's id is the version that came of it, and <c>-0</c>.</summary>
    public RedisKey BookAudit(FeedId feed, string name) => $"{prefix}:{{{OwnerOf(feed)}/{name}}}:audit";

    /// <summary>Hash of parts, and <c>parts</c>, <c>length</c>, <c>sha256</c>, <c>format</c>: the zip of a static feed. Expires until it is whole.</summary>
    public RedisKey StaticZip(FeedId feed, string contentHash) => $"{prefix}:{{{feed}/{BookNames.Statics}}}:zip:{contentHash}";

    /// <summary>Hash: records left out, by sequence, and <c>left-out</c>, how many there was no room for.</summary>
    public RedisKey Quarantine(ShardId shard) => $"{prefix}:{{{shard}}}:quarantine";

    /// <summary>Hash: the keys that operators' sessions are encrypted with, by name. Never expires.</summary>
    public RedisKey SessionKeys => $"{prefix}:{{+sessions}}:keys";

    /// <summary>Text: there while a session's cookie would hold that was ended before its time.</summary>
    public RedisKey EndedSession(string id) => $"{prefix}:{{+sessions}}:ended:{id}";

    /// <summary>Text, encrypted: what a provider of OpenID Connect last said of who has the session. Expires with the session.</summary>
    public RedisKey Vouch(string session) => $"{prefix}:{{+sessions}}:vouch:{session}";

    /// <summary>Text: there while a process asks the provider of a session again.</summary>
    public RedisKey VouchTurn(string session) => $"{prefix}:{{+sessions}}:vouch-turn:{session}";

    /// <summary>No feed's id begins with a plus: the hub's own books are nobody else's.</summary>
    private static string OwnerOf(FeedId feed) => feed == default ? "+hub" : feed.ToString();
}
