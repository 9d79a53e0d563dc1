using System.Security.Cryptography;
using System.Text;

namespace TransitHub.Redis.Connection;

/// <summary>A Lua script of the folder Scripts. Redis runs each as one step that nothing comes between.</summary>
internal sealed class RedisScript
{
    private RedisScript(string file)
    {
        using Stream source = typeof(RedisScript).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The script {file} is not in the assembly.");
        using var reader = new StreamReader(source, Encoding.UTF8);
        this.Text = reader.ReadToEnd();
#pragma warning disable CA5350 // It names the script as Redis does; nothing is protected by it.
        this.Sha = SHA1.HashData(Encoding.UTF8.GetBytes(this.Text));
#pragma warning restore CA5350
    }

    public static RedisScript LeaseAcquire { get; } = new("lease-acquire.lua");

    public static RedisScript LeaseRenew { get; } = new("lease-renew.lua");

    public static RedisScript LeaseRelease { get; } = new("lease-release.lua");

    public static RedisScript LogAppend { get; } = new("log-append.lua");

    public static RedisScript LogTrim { get; } = new("log-trim.lua");

    public static RedisScript ContentPart { get; } = new("content-part.lua");

    public static RedisScript StaticKeep { get; } = new("static-keep.lua");

    public static RedisScript StateBegin { get; } = new("state-begin.lua");

    public static RedisScript StateCommit { get; } = new("state-commit.lua");

    public static RedisScript FeedsCommit { get; } = new("feeds-commit.lua");

    public static RedisScript ChangesAppend { get; } = new("changes-append.lua");

    public static RedisScript ChangesRead { get; } = new("changes-read.lua");

    public static RedisScript DocumentReplace { get; } = new("document-replace.lua");

    public static RedisScript QuarantineAdd { get; } = new("quarantine-add.lua");

    /// <summary>The source.</summary>
    public string Text { get; }

    /// <summary>SHA-1 of the source, by which a server that has seen it knows it.</summary>
    public byte[] Sha { get; }
}
