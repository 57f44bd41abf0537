#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAStream.h>
#include <c10/util/Exception.h>

#include <exception>
#include <string>

#include "worldgan_cuda_graphs.h"

namespace {

thread_local std::string last_error;

struct Graph {
    c10::cuda::CUDAStream before = c10::cuda::getCurrentCUDAStream();
    c10::cuda::CUDAStream own = c10::cuda::getStreamFromPool();
    at::cuda::CUDAGraph graph;
};

// Runs the body; an exception becomes the thread's message and `failure`.
template <class Body, class Result>
Result guarded(Result failure, Body&& body) noexcept {
    try {
        return body();
    } catch (const c10::Error& error) {
        last_error = error.what_without_backtrace();
    } catch (const std::exception& error) {
        last_error = error.what();
    } catch (...) {
        last_error = "libtorch threw something that is no std::exception.";
    }
    return failure;
}

} // namespace

int32_t worldgan_graphs_interface(void) { return WORLDGAN_GRAPHS_INTERFACE; }

const char* worldgan_graphs_error(void) { return last_error.c_str(); }

worldgan_graph worldgan_graph_enter(void) {
    return guarded(static_cast<worldgan_graph>(nullptr), []() -> worldgan_graph {
        c10::cuda::device_synchronize(); // what was given to the other stream is there
        auto* graph = new Graph();
        c10::cuda::setCurrentCUDAStream(graph->own);
        return graph;
    });
}

int32_t worldgan_graph_begin(worldgan_graph graph) {
    return guarded(-1, [&] {
        c10::cuda::device_synchronize();
        static_cast<Graph*>(graph)->graph.capture_begin();
        return 0;
    });
}

int32_t worldgan_graph_end(worldgan_graph graph) {
    return guarded(-1, [&] {
        static_cast<Graph*>(graph)->graph.capture_end();
        return 0;
    });
}

int32_t worldgan_graph_leave(worldgan_graph graph) {
    return guarded(-1, [&] {
        c10::cuda::setCurrentCUDAStream(static_cast<Graph*>(graph)->before); // first: it has to happen even where the device is lost
        c10::cuda::device_synchronize();
        return 0;
    });
}

int32_t worldgan_graph_replay(worldgan_graph graph) {
    return guarded(-1, [&] {
        static_cast<Graph*>(graph)->graph.replay();
        return 0;
    });
}

void worldgan_graph_free(worldgan_graph graph) {
    guarded(0, [&] {
        delete static_cast<Graph*>(graph);
        return 0;
    });
}
