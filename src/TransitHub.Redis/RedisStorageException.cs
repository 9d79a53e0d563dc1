namespace TransitHub.Redis;

/// <summary>Redis did not do what it was asked. The message names the thing and the remedy.</summary>
public sealed class RedisStorageException : IOException
{
    /// <summary>Says what happened.</summary>
    /// <param name="trouble">Which kind of trouble.</param>
    /// <param name="message">The whole in a sentence or two.</param>
    /// <param name="inner">What the client library said; null: the hub found it itself.</param>
    public RedisStorageException(RedisTrouble trouble, string message, Exception? inner = null)
        : base(message, inner) => this.Trouble = trouble;

    /// <summary>Which kind of trouble.</summary>
    public RedisTrouble Trouble { get; }

    /// <summary>Whether it may pass by itself, so that trying again makes sense.</summary>
    public bool MayPass => this.Trouble is RedisTrouble.Unreachable or RedisTrouble.Loading or RedisTrouble.ReadOnly or RedisTrouble.OutOfMemory
        or RedisTrouble.LogFull or RedisTrouble.ClusterDown;
}

/// <summary>The kinds of trouble with Redis.</summary>
public enum RedisTrouble
{
    /// <summary>Nothing answers, or not in time.</summary>
    Unreachable,

    /// <summary>The password or user is wrong or missing, or lacks a right.</summary>
    Refused,

    /// <summary>It reads its files after a start.</summary>
    Loading,

    /// <summary>A part of a cluster has no node.</summary>
    ClusterDown,

    /// <summary>It is a replica.</summary>
    ReadOnly,

    /// <summary>Its memory is full, and it may not throw anything away.</summary>
    OutOfMemory,

    /// <summary>A key has a value of another kind.</summary>
    WrongType,

    /// <summary>It is too old, or lacks something.</summary>
    Unsupported,

    /// <summary>A shard's log is full of records that nobody has taken in.</summary>
    LogFull,

    /// <summary>What it holds is damaged.</summary>
    Damaged,

    /// <summary>Any other error of the server.</summary>
    Other,
}
