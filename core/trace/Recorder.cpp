#include "Recorder.h"
