using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace TransitHub.Benchmarks.Storage;

/// <summary>One invocation an iteration, since each does as much work as a disk needs to be measured.</summary>
internal sealed class OnDisk : ManualConfig
{
    public OnDisk() => this.AddJob(Job.Dry
        .WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(1).WithIterationCount(7).WithInvocationCount(1).WithUnrollFactor(1));
}
