using StackExchange.Redis;

namespace TransitHub.Redis.Connection;

/// <summary>Turns what the client library throws into an error that names the thing and the remedy.</summary>
internal static class RedisFaults
{
    private const string StartIt = "Start it, or correct Redis:Address.";

    /// <summary>The error for a failed call.</summary>
    /// <param name="exception">A <see cref="RedisException"/>, <see cref="RedisCommandException"/> or <see cref="TimeoutException"/>.</param>
    /// <param name="address">Where, without password.</param>
    /// <param name="what">What was asked for, as <c>appending to the log of city/0</c>.</param>
    public static RedisStorageException Translate(Exception exception, string address, string what)
    {
        (RedisTrouble trouble, string cause, string remedy) = exception switch
        {
            RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => Refused(),
            RedisConnectionException connection => OfConnection(connection),
            RedisCommandException command when command.Message.Contains("replica", StringComparison.OrdinalIgnoreCase) => ReadOnly(),
            TimeoutException => (RedisTrouble.Unreachable, "it did not answer in time", "See whether it is overloaded or the network is slow."),
            _ => OfServer(exception.Message),
        };
        return new RedisStorageException(trouble, $"Redis {address}: {what} failed: {cause}. {remedy}", exception);
    }

    /// <summary>The error for an address where only replicas answer.</summary>
    public static RedisStorageException NothingWritable(string address)
    {
        (RedisTrouble trouble, string cause, string remedy) = ReadOnly();
        return new RedisStorageException(trouble, $"Redis {address}: {cause}. {remedy}");
    }

    /// <summary>What is to be said of an address where nothing is connected.</summary>
    public static string NotConnected(string address) => $"Redis {address}: no connection. {StartIt}";

    private static (RedisTrouble Trouble, string Cause, string Remedy) OfConnection(Exception exception)
    {
        // The library puts what the server answered to the login, or a replica's lack of writing, only into the text.
        string message = Flatten(exception);
        return message.Contains("WRONGPASS", StringComparison.Ordinal) || message.Contains("NOAUTH", StringComparison.Ordinal)
            || message.Contains("invalid username-password", StringComparison.OrdinalIgnoreCase) || message.Contains("AuthenticationFailure", StringComparison.Ordinal) ? Refused()
            : message.Contains("not eligible for replica", StringComparison.OrdinalIgnoreCase) || message.Contains("requires writable", StringComparison.OrdinalIgnoreCase) ? ReadOnly()
            : message.Contains("LOADING", StringComparison.Ordinal) ? OfServer("LOADING")
            : (RedisTrouble.Unreachable, "no connection", StartIt);
    }

    private static (RedisTrouble Trouble, string Cause, string Remedy) OfServer(string message) => message switch
    {
        _ when Says(message, "NOAUTH") || Says(message, "WRONGPASS") || message.Contains("invalid password", StringComparison.OrdinalIgnoreCase) => Refused(),
        _ when Says(message, "NOPERM") => (RedisTrouble.Refused, $"the user lacks a right ({message})", "Give it all commands on the hub's keys: ACL SETUSER … ~transithub:* +@all -@admin."),
        _ when Says(message, "LOADING") => (RedisTrouble.Loading, "it reads its files after a start", "It takes calls when it is done."),
        _ when Says(message, "CLUSTERDOWN") => (RedisTrouble.ClusterDown, "a part of the cluster has no node", "Start the missing node, or let a replica take over."),
        _ when Says(message, "MASTERDOWN") || Says(message, "READONLY") => ReadOnly(),
        _ when Says(message, "OOM") => (RedisTrouble.OutOfMemory, "its memory is full and it may not throw anything away (maxmemory with noeviction)",
            "Raise maxmemory, or keep less with Redis:RetainHours and Redis:RetainBytes. Nothing that was acknowledged is lost."),
        _ when Says(message, "MISCONF") => (RedisTrouble.OutOfMemory, $"it cannot write its own files ({message})", "Make room on its disk, or give it the right to write there."),
        _ when message.Contains("WRONGTYPE", StringComparison.Ordinal) => (RedisTrouble.WrongType, "a key of the hub's holds something of another kind",
            "Something else uses the same keys: give this hub another Redis:KeyPrefix, or remove the key."),
        _ when message.Contains("unknown command", StringComparison.OrdinalIgnoreCase) || message.Contains("Unknown Redis command", StringComparison.Ordinal) =>
            (RedisTrouble.Unsupported, $"it lacks a command ({message})", "The hub needs Redis 7.0 or Valkey 7.2, or newer, with streams and scripts."),
        _ => (RedisTrouble.Other, message, "See the log of Redis."),
    };

    private static bool Says(string message, string code) => message.StartsWith(code, StringComparison.Ordinal) || message.Contains(" " + code + " ", StringComparison.Ordinal);

    private static (RedisTrouble Trouble, string Cause, string Remedy) Refused() =>
        (RedisTrouble.Refused, "it refuses the user or password, or wants one", "Correct user and password in Redis:Address.");

    private static (RedisTrouble Trouble, string Cause, string Remedy) ReadOnly() =>
        (RedisTrouble.ReadOnly, "it is a replica and takes no writes", "Name the node that takes writes in Redis:Address, or all nodes, so that the hub finds it.");

    private static string Flatten(Exception exception) => exception.InnerException is { } inner ? exception.Message + " " + Flatten(inner) : exception.Message;
}
